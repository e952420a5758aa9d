package org.zfsbackup.zfs;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code send} of the installed zfs can do, read from its usage text. Versions and forks report themselves in
 * different ways; the usage text is reliable.
 *
 * @param flags the letters of the flags
 */
public record SendFeatures(Set<Character> flags) {
    public SendFeatures {
        flags = Set.copyOf(flags);
    }

    private static final Pattern FLAGS = Pattern.compile("\\bsend \\[-([A-Za-z]+)]");

    /** Follows the other flags in the usage text, as its own word. */
    private static final String RESUMING = " -t <receive_resume_token>";

    static SendFeatures fromUsage(String usage) {
        Set<Character> flags = new TreeSet<>();
        Matcher matcher = FLAGS.matcher(usage);
        while (matcher.find()) {
            for (char flag : matcher.group(1).toCharArray()) {
                flags.add(flag);
            }
        }
        if (usage.contains(RESUMING)) {
            flags.add('t');
        }
        return new SendFeatures(flags);
    }

    /** Returns whether it knows a flag, for example {@code w}. */
    public boolean knows(char flag) {
        return flags.contains(flag);
    }

    /** Returns whether it can resume an interrupted stream. */
    public boolean resumes() {
        return flags.contains('t');
    }

    boolean estimates() {
        return flags.contains('n') && flags.contains('v') && flags.contains('P');
    }
}
