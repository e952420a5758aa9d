/** The Camel component {@code pipe:}. */
@NullMarked
package org.zfsbackup.camel.component.pipe;

import org.jspecify.annotations.NullMarked;
