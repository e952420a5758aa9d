/** A command, or a function, as a stream that ends only in success. Imports no other package of ours. */
@NullMarked
package org.zfsbackup.process;

import org.jspecify.annotations.NullMarked;
