package org.zfsbackup.bench.content;

import java.util.Arrays;
import java.util.Random;

/** What looks like a compiled program: instructions, some far more frequent than others, with operands behind them. */
final class MachineCode implements FileKind {
    private static final int INSTRUCTIONS = 2_000;
    private static final int LONGEST_GAP = 64;

    private final byte[][] instructions = new byte[INSTRUCTIONS][];
    private final Zipf instruction = new Zipf(INSTRUCTIONS);
    private final Zipf displacement = new Zipf(256);

    MachineCode(Random random) {
        for (int i = 0; i < INSTRUCTIONS; i++) {
            instructions[i] = new byte[2 + random.nextInt(6)];
            for (int j = 0; j < instructions[i].length; j++) {
                instructions[i][j] = (byte) (displacement.rank(random.nextInt()) * 37);
            }
        }
    }

    @Override
    public void fill(byte[] file, int length, Random random) {
        int at = 0;
        while (at + LONGEST_GAP + 16 < length) {
            byte[] next = instructions[instruction.rank(random.nextInt())];
            System.arraycopy(next, 0, file, at, next.length);
            at += next.length;
            int operand = random.nextInt(8);
            if (operand < 3) {
                file[at++] = (byte) (displacement.rank(random.nextInt()) * 8);
            } else if (operand == 3) {
                at = address(file, at, random);
            } else if (random.nextInt(30) == 0) {
                at = gap(file, at, 4 + random.nextInt(LONGEST_GAP - 4));
            }
        }
        gap(file, at, length - at);
    }

    /** What lies unused between functions and tables. */
    private static int gap(byte[] file, int at, int length) {
        Arrays.fill(file, at, at + length, (byte) 0);
        return at + length;
    }

    /** A call's target: near, forwards or backwards. */
    private static int address(byte[] file, int at, Random random) {
        int distance = (int) (random.nextGaussian() * 4_000);
        for (int i = 0; i < 4; i++) {
            file[at + i] = (byte) (distance >> (8 * i));
        }
        return at + 4;
    }
}
