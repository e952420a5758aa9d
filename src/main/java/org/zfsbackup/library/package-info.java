/** Libraries that an application may leave out, and the sentence that names a missing one. */
@NullMarked
package org.zfsbackup.library;

import org.jspecify.annotations.NullMarked;
