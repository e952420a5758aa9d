/** A reversible transformation: a stream in, a stream out, and its inverse. */
@NullMarked
package org.zfsbackup.pipe;

import org.jspecify.annotations.NullMarked;
