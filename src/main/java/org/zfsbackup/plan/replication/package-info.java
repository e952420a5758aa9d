/** Decides what to send from dataset to dataset: values with reasons, and no input or output. */
@NullMarked
package org.zfsbackup.plan.replication;

import org.jspecify.annotations.NullMarked;
