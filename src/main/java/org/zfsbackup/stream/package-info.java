/** Bytes in motion: handed over, teed, counted, hashed, joined and paced. */
@NullMarked
package org.zfsbackup.stream;

import org.jspecify.annotations.NullMarked;
