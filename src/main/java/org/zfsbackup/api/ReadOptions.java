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
 * How backups are read back, to restore or to verify them.
 *
 * @param password where the password is
 * @param identity where the age identities are
 * @param allowReadableSecrets whether the files of both are taken although others than their owner may read them
 * @param recipientsFile the file with the recipients that backups are encrypted to: a backup that is not encrypted is then
 *     refused
 * @param allowUnencrypted whether such a backup is read all the same
 * @param thaw how copies are requested of chunks that lie in an archive
 * @param thawWait whether to wait for these copies
 * @param thawInterval the pause between two looks whether they are there
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

    /** Whether a backup that is not encrypted is refused, because a key or recipients are named. */
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
