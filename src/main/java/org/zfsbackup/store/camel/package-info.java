/** Camel's endpoints, and routes of the user, as stores; and the stores of one Camel context. */
@NullMarked
package org.zfsbackup.store.camel;

import org.jspecify.annotations.NullMarked;
