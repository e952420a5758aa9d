/** Where passwords and identities come from: a file, an environment variable or a Camel context. */
@NullMarked
package org.zfsbackup.pipe.secret;

import org.jspecify.annotations.NullMarked;
