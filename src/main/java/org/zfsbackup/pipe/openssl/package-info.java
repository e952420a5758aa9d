/** The format of openssl enc. */
@NullMarked
package org.zfsbackup.pipe.openssl;

import org.jspecify.annotations.NullMarked;
