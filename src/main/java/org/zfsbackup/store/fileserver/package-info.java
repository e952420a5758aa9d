/** The commands of SFTP, FTP and SMB servers that a store needs, over the clients of Camel's components. */
@NullMarked
package org.zfsbackup.store.fileserver;

import org.jspecify.annotations.NullMarked;
