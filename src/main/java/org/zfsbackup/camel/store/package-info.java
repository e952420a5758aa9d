/** The stores that a Camel context can reach. May import {@code target} and what lies before it. */
@NullMarked
package org.zfsbackup.camel.store;

import org.jspecify.annotations.NullMarked;
