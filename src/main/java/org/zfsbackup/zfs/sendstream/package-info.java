/** Parses and checks the format of a send stream, record by record. */
@NullMarked
package org.zfsbackup.zfs.sendstream;

import org.jspecify.annotations.NullMarked;
