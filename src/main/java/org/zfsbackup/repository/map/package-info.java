/** The map: which backups a repository holds, as values and as JSON. Does no I/O. */
@NullMarked
package org.zfsbackup.repository.map;

import org.jspecify.annotations.NullMarked;
