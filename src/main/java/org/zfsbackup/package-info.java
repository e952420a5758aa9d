/** ZFS backups as Apache Camel routes. */
@NullMarked
package org.zfsbackup;

import org.jspecify.annotations.NullMarked;
