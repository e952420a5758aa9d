/** From dataset to dataset: what is planned, and the run that sends it. */
@NullMarked
package org.zfsbackup.operation.replication;

import org.jspecify.annotations.NullMarked;
