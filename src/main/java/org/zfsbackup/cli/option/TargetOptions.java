package org.zfsbackup.cli.option;

import picocli.CommandLine.Option;

/** The option that says whether a target is known. */
@OptionGroup("Full and incremental")
public final class TargetOptions {
    @Option(
            names = "--new-target",
            description = "Start over at a target without backups of the dataset, although it had some before, or"
                    + " although another prefix there has them; or beside those of another dataset of the same name.")
    boolean newTarget;

    /** Whether the user says that the target has no backups of the dataset. */
    public boolean newTarget() {
        return newTarget;
    }
}
