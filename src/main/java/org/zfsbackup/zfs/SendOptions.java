package org.zfsbackup.zfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of a stream: those flags of {@code zfs send} that change its content.
 *
 * @param raw encrypted blocks as they are in the pool, without their key ({@code -w})
 * @param compressed compressed blocks as they are in the pool ({@code -c})
 * @param largeBlocks blocks above 128 KiB as they are ({@code -L})
 * @param embedded very small blocks inside their block pointers ({@code -e})
 * @param properties also the dataset's properties ({@code -p})
 */
public record SendOptions(boolean raw, boolean compressed, boolean largeBlocks, boolean embedded, boolean properties) {
    /** The form that every ZFS can receive. */
    public static final SendOptions PLAIN = new SendOptions(false, false, false, false, false);

    List<String> words() {
        List<String> words = new ArrayList<>();
        add(words, raw, "-w");
        add(words, compressed, "-c");
        add(words, largeBlocks, "-L");
        add(words, embedded, "-e");
        add(words, properties, "-p");
        return words;
    }

    private static void add(List<String> words, boolean wanted, String word) {
        if (wanted) {
            words.add(word);
        }
    }
}
