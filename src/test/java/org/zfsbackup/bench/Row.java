package org.zfsbackup.bench;

/** A line of the table: what is done, by ours and by a peer. */
record Row(String name, Contender ours, Contender peer) {}
