/** Commands on another host, over ssh. May import {@code process}. */
@NullMarked
package org.zfsbackup.ssh;

import org.jspecify.annotations.NullMarked;
