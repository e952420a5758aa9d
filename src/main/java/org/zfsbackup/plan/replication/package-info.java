/** What to send from dataset to dataset: values with reasons; pure, no input or output. May import {@code zfs}. */
@NullMarked
package org.zfsbackup.plan.replication;

import org.jspecify.annotations.NullMarked;
