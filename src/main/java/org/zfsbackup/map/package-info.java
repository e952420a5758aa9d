/**
 * The map: which backups a target holds, as values and as JSON; pure. May import {@code zfs}, {@code pipe} and {@code
 * chunk}.
 */
@NullMarked
package org.zfsbackup.map;

import org.jspecify.annotations.NullMarked;
