/** The Camel component {@code backup:}. */
@NullMarked
package org.zfsbackup.camel.backup;

import org.jspecify.annotations.NullMarked;
