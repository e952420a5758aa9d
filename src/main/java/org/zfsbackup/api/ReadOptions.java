package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.store.Thaw;

/**
 * How backups are read, to restore or verify them.
 *
 * @param password where the password is
 * @param identity where the age identities are
 * @param allowReadableSecrets whether to accept password and identity files that others than their owner can read
 * @param recipientsFile the file with the recipients that backups are encrypted to; if given, a backup that is not
 *     encrypted is refused
 * @param allowUnencrypted whether to read such a backup nevertheless
 * @param thaw how copies of archived chunks are requested
 * @param thawWait whether to wait for these copies
 * @param thawInterval the pause between two checks for them
 */
@RecordBuilder
public record ReadOptions(
        SecretPlace password,
        SecretPlace identity,
        boolean allowReadableSecrets,
        Optional<Path> recipientsFile,
        boolean allowUnencrypted,
        Thaw thaw,
        boolean thawWait,
        Duration thawInterval)
        implements ReadOptionsBuilder.With {
    /** Without keys, and without waiting for an archive. */
    public static final ReadOptions DEFAULT = new ReadOptions(
            SecretPlace.NONE,
            SecretPlace.NONE,
            false,
            Optional.empty(),
            false,
            Thaw.DEFAULT,
            Thawing.DEFAULT.waits(),
            Thawing.DEFAULT.pause());

    /** Whether a backup that is not encrypted is refused, because a key or recipients are given. */
    boolean expectsEncryption() {
        boolean named = Stream.of(password.file(), password.variable(), identity.file(), identity.variable())
                        .anyMatch(Optional::isPresent)
                || recipientsFile.isPresent();
        return named && !allowUnencrypted;
    }

    Thawing thawing(RunListener listener) {
        return new Thawing(thaw, thawWait, thawInterval, listener);
    }

    void addTo(TemplateParameters parameters) {
        parameters
                .setRaw("passwordFile", password.file())
                .set("passwordReference", password.reference())
                .setRaw("identityFile", identity.file())
                .set("identityReference", identity.reference())
                .set("allowReadableSecrets", allowReadableSecrets)
                .setRaw("recipientsFile", recipientsFile)
                .set("allowUnencrypted", allowUnencrypted)
                .set("thawTier", thaw.tier().name())
                .set("thawDays", thaw.days())
                .set("thawWait", thawWait)
                .set("thawInterval", thawInterval.toMillis());
    }
}
