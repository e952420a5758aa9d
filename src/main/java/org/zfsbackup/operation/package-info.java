/** What a user asks for, one class for each verb. */
@NullMarked
package org.zfsbackup.operation;

import org.jspecify.annotations.NullMarked;
