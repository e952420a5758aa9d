/**
 * The body type of our routes and its converters. The packages below it contain one Camel component each. May import
 * all packages except {@code api}, {@code service} and {@code cli}.
 */
@NullMarked
package org.zfsbackup.camel;

import org.jspecify.annotations.NullMarked;
