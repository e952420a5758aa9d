package org.zfsbackup.operation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;

/** Compares a backup's pipes with those of the backup before it, because a difference is often a forgotten option. */
final class PipeChange {
    private PipeChange() {}

    /** Why the backup must not use these pipes; empty if it is protected as well as the last one. */
    static Optional<String> refusal(DatasetName dataset, BackupEntry last, List<PipeSpec> pipes) {
        Protection before = ReadBackup.protection(last);
        Protection now = Pipes.protection(pipes);
        if (!now.isLessThan(before)) {
            return Optional.empty();
        }
        return Optional.of(
                "the last backup of " + dataset + ", of @" + last.snapshot().name() + ", "
                        + text(before, last.content().allPipes()) + ", and this one " + text(now, pipes)
                        + ". Nothing was stored. Use the same encryption as before, or --no-encrypt"
                        + " (noEncrypt=true) if everybody who can read the target may read this backup");
    }

    private static String text(Protection protection, List<PipeSpec> pipes) {
        return switch (protection) {
            case NONE -> "would not be encrypted";
            case UNKNOWN ->
                "used the pipes "
                        + names(pipes.stream()
                                .filter(pipe -> !Pipes.isKnown(pipe.name())
                                        || Pipes.kind(pipe.name()).protection() == Protection.UNKNOWN)
                                .toList())
                        + ", which may encrypt";
            case ENCRYPTED -> "is encrypted with openssl, which does not detect changes";
            case AUTHENTICATED -> "is encrypted with age";
        };
    }

    /** A warning about other pipes that have changed; empty if they are the same. */
    static Optional<String> warning(DatasetName dataset, BackupEntry last, List<PipeSpec> pipes) {
        String before = names(unprotecting(last.content().allPipes()));
        String now = names(unprotecting(pipes));
        return before.equals(now)
                ? Optional.empty()
                : Optional.of("The last backup of " + dataset + " was compressed with " + before
                        + ", and this one is with " + now);
    }

    private static List<PipeSpec> unprotecting(List<PipeSpec> pipes) {
        return pipes.stream()
                .filter(pipe -> Pipes.protection(List.of(pipe)) == Protection.NONE)
                .toList();
    }

    private static String names(List<PipeSpec> pipes) {
        return pipes.isEmpty() ? "nothing" : pipes.stream().map(PipeSpec::name).collect(Collectors.joining(", "));
    }
}
