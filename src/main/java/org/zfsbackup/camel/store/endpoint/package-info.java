/**
 * Camel's endpoints, and routes of the user's own, as stores that can be read back. May import {@code target}, {@code chunk},
 * {@code store.remote} and what lies before them.
 */
@NullMarked
package org.zfsbackup.camel.store.endpoint;

import org.jspecify.annotations.NullMarked;
