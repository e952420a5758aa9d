/** Routes being run: one of them once, or a folder of them as a service. May import {@code camel} and all before it. */
@NullMarked
package org.zfsbackup.service;

import org.jspecify.annotations.NullMarked;
