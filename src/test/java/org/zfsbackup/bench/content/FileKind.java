package org.zfsbackup.bench.content;

import java.util.Random;

/** A kind of files. */
interface FileKind {
    /** Fills the first bytes with one file of this kind. */
    void fill(byte[] file, int length, Random random);
}
