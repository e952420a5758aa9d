/** The format of a send stream, checked record by record. */
@NullMarked
package org.zfsbackup.zfs.sendstream;

import org.jspecify.annotations.NullMarked;
