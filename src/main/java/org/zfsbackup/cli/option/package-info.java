/** The options that destinations and operations share: a class for each titled group of the help. */
@NullMarked
package org.zfsbackup.cli.option;

import org.jspecify.annotations.NullMarked;
