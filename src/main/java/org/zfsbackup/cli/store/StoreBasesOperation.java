package org.zfsbackup.cli.store;

import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.option.ReleaseOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The operation {@code bases}: what zfsbackup keeps on the source for a destination that holds objects. */
@Command(
        name = "bases",
        description = "Lists the bookmarks and holds that zfsbackup keeps on the source.",
        sortOptions = false)
final class StoreBasesOperation extends StoreOperation {
    @Mixin
    ReleaseOptions options = new ReleaseOptions();

    @Override
    protected int run() throws Exception {
        ZfsBackup backup = method().backup(true);
        bases(options, options.run(backup::bases, backup::releaseBases, backup::releaseAllBases));
        return 0;
    }
}
