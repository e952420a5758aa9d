/** The bytes of a file system that was made up, the same each time. */
package org.zfsbackup.bench.content;
