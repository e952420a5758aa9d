/**
 * The command line. This package has the program, the order of its words, help and errors; {@code store} and {@code replica}
 * have what each kind of destination can do. May import all other packages.
 */
@NullMarked
package org.zfsbackup.cli;

import org.jspecify.annotations.NullMarked;
