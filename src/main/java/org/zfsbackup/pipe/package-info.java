/** Reversible transformations: a stream in, a stream out, and the inverse. */
@NullMarked
package org.zfsbackup.pipe;

import org.jspecify.annotations.NullMarked;
