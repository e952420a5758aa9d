/** Servers of files that Camel's endpoints log in to. Imports nothing of ours. */
@NullMarked
package org.zfsbackup.camel.store.remote;

import org.jspecify.annotations.NullMarked;
