/** The command line: one class for each verb. May import all other packages. */
@NullMarked
package org.zfsbackup.cli;

import org.jspecify.annotations.NullMarked;
