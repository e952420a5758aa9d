/**
 * Backups from Java: fluent classes over the routes that the command line runs. May import {@code service} and what it
 * may import.
 */
@NullMarked
package org.zfsbackup.api;

import org.jspecify.annotations.NullMarked;
