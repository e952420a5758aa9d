/**
 * Runs routes: one of them once, or a folder of them as a service. May import {@code camel} and what camel may import.
 */
@NullMarked
package org.zfsbackup.service;

import org.jspecify.annotations.NullMarked;
