/** Buckets as stores of objects: Amazon's S3, and the servers that speak its language. */
@NullMarked
package org.zfsbackup.target.s3;

import org.jspecify.annotations.NullMarked;
