/** Cuts a stream into chunks and reads stored chunks back, with a check of their size and hash. */
@NullMarked
package org.zfsbackup.chunk;

import org.jspecify.annotations.NullMarked;
