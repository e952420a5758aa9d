/** The Camel component {@code chunk:}. */
@NullMarked
package org.zfsbackup.camel.chunk;

import org.jspecify.annotations.NullMarked;
