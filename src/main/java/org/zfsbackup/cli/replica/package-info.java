/** The kinds of destination that are datasets, on this host or another, and what can be done with replicas there. */
@NullMarked
package org.zfsbackup.cli.replica;

import org.jspecify.annotations.NullMarked;
