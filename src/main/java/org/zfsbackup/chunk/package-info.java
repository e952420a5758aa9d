/** A stream cut into chunks, each counted and hashed, and joined again. Imports no other package of ours. */
@NullMarked
package org.zfsbackup.chunk;

import org.jspecify.annotations.NullMarked;
