/** The map of a repository as values and as JSON. Does no I/O. */
@NullMarked
package org.zfsbackup.repository.map;

import org.jspecify.annotations.NullMarked;
