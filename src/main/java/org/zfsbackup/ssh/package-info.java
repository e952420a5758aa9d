/** Runs commands on another host over ssh. */
@NullMarked
package org.zfsbackup.ssh;

import org.jspecify.annotations.NullMarked;
