/** What {@code bin/zfsbackup} runs once, to have an archive made of the classes that every start loads. */
@org.jspecify.annotations.NullMarked
package org.zfsbackup.cli.rehearsal;
