/** The age format: encryption to recipients, authenticated. May import {@code pipe} and {@code process}. */
@NullMarked
package org.zfsbackup.pipe.age;

import org.jspecify.annotations.NullMarked;
