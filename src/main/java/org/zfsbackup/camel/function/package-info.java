/** What the user has bound in Camel's registry for pipes. */
@NullMarked
package org.zfsbackup.camel.function;

import org.jspecify.annotations.NullMarked;
