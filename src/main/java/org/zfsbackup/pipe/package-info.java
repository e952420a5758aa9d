/** A stream in, a stream out, and its inverse. May import {@code process}. */
@NullMarked
package org.zfsbackup.pipe;

import org.jspecify.annotations.NullMarked;
