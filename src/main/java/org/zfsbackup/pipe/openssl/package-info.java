/** The format of openssl enc. May import {@code pipe} and {@code process}. */
@NullMarked
package org.zfsbackup.pipe.openssl;

import org.jspecify.annotations.NullMarked;
