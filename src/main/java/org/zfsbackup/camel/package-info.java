/**
 * The body type of our routes and its converters; in the folders below, a component for each of our words. May import
 * all packages but {@code api}, {@code service} and {@code cli}.
 */
@NullMarked
package org.zfsbackup.camel;

import org.jspecify.annotations.NullMarked;
