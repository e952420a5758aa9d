package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.repository.Repository;

/** Whatever happens to whatever object at a target, a verification of all of it finds it. */
@Timeout(300)
abstract class DamageContract {
    /** What can happen to an object. */
    private enum Damage {
        REMOVED,
        EMPTIED,
        SHORTER,
        LONGER,
        FIRST_BIT,
        MIDDLE_BIT,
        LAST_BIT;

        void happen(Repository target, String name, byte[] right) throws IOException {
            switch (this) {
                case REMOVED -> target.store().delete(name);
                case EMPTIED -> target.write(name, new byte[0]);
                case SHORTER -> target.write(name, Arrays.copyOf(right, right.length - 1));
                case LONGER -> target.write(name, Arrays.copyOf(right, right.length + 1));
                case FIRST_BIT -> target.write(name, flipped(right, 0));
                case MIDDLE_BIT -> target.write(name, flipped(right, right.length * 4L));
                case LAST_BIT -> target.write(name, flipped(right, right.length * 8L - 1));
            }
        }
    }

    private Shelf shelf;

    /** How many single bits are tried. */
    abstract int flips();

    /** An empty target. */
    abstract Repository target() throws IOException;

    @BeforeEach
    void makeBackups() throws IOException {
        shelf = new Shelf(target());
        shelf.backup(1, 0);
        shelf.backup(2, 1);
        shelf.backup(3, 2);
    }

    private static byte[] flipped(byte[] right, long bit) {
        byte[] flipped = right.clone();
        flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private boolean isCalledGood() {
        try {
            return new VerifyBackups(shelf.target, PipeContext.plain(), Thawing.DEFAULT)
                    .verify(Optional.empty())
                    .isGood();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void everyDamageOfEveryObject_isFound() throws IOException {
        assertThat(isCalledGood()).isTrue();
        List<String> passed = new ArrayList<>();
        int tried = 0;
        for (String name : shelf.names()) {
            byte[] right = shelf.get(name);
            for (Damage damage : Damage.values()) {
                damage.happen(shelf.target, name, right);
                if (isCalledGood()) {
                    passed.add(name + " " + damage);
                }
                tried++;
                shelf.put(name, right);
            }
        }

        assertThat(passed).isEmpty();
        assertThat(tried).isEqualTo(15 * Damage.values().length);
        assertThat(isCalledGood()).isTrue();
    }

    @Test
    void anyBitOfAnyDocument_isFound() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("DamageContract: seed " + seed);
        Random random = new Random(seed);
        List<String> documents = shelf.names().stream()
                .filter(name -> !name.contains("/chunks/"))
                .toList();
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < flips(); i++) {
            String name = documents.get(i % documents.size());
            byte[] right = shelf.get(name);
            long bit = random.nextLong(right.length * 8L);
            shelf.put(name, flipped(right, bit));
            if (isCalledGood()) {
                passed.add(name + " bit " + bit);
            }
            shelf.put(name, right);
        }

        assertThat(passed).as("with seed " + seed).isEmpty();
    }
}
