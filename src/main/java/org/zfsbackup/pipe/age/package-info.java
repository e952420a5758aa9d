/** The age format: authenticated encryption to recipients or with a passphrase. */
@NullMarked
package org.zfsbackup.pipe.age;

import org.jspecify.annotations.NullMarked;
