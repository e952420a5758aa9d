/** The Camel component {@code chunk:}. */
@NullMarked
package org.zfsbackup.camel.component.chunk;

import org.jspecify.annotations.NullMarked;
