/** Bytes in motion. Imports no other package. */
@NullMarked
package org.zfsbackup.stream;

import org.jspecify.annotations.NullMarked;
