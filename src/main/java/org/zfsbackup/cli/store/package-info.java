/** The kinds of destination that hold objects (a directory, a bucket, any other target), and what can be done with backups there. */
@NullMarked
package org.zfsbackup.cli.store;

import org.jspecify.annotations.NullMarked;
