/** A bucket as a store, over the AWS SDK. */
@NullMarked
package org.zfsbackup.store.s3;

import org.jspecify.annotations.NullMarked;
