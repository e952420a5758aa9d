/** Starts commands, feeds them and ends them. Their output is a stream that ends only if the command succeeded. */
@NullMarked
package org.zfsbackup.process;

import org.jspecify.annotations.NullMarked;
