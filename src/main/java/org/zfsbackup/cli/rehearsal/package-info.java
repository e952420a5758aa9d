/** The program that {@code bin/zfsbackup} runs once to make an archive of the classes that every start loads. */
@org.jspecify.annotations.NullMarked
package org.zfsbackup.cli.rehearsal;
