/** The Camel component {@code backup:}. */
@NullMarked
package org.zfsbackup.camel.component.backup;

import org.jspecify.annotations.NullMarked;
