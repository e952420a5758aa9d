/** The Camel component {@code pipe:}. */
@NullMarked
package org.zfsbackup.camel.pipe;

import org.jspecify.annotations.NullMarked;
