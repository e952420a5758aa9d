/** Decides what to send, restore and delete: values with reasons, and no input or output. */
@NullMarked
package org.zfsbackup.plan;

import org.jspecify.annotations.NullMarked;
