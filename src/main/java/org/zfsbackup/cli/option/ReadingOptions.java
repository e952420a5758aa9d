package org.zfsbackup.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Option;

/** The options that only matter if backups are read. */
@OptionGroup("Reading backups")
public final class ReadingOptions {
    @Option(
            names = "--allow-unencrypted",
            description = "Restore and verify backups that are not encrypted although you named a key or recipients.")
    boolean allowUnencrypted;

    @Option(
            names = "--undo-command",
            paramLabel = "NAME=COMMAND",
            description = "A command that you trust to undo the exec pipe with this name.")
    Map<String, String> undoCommands = new LinkedHashMap<>();

    /** The backup with these options. */
    public ZfsBackup apply(ZfsBackup backup) {
        ZfsBackup chosen = backup.allowUnencrypted(allowUnencrypted);
        for (Map.Entry<String, String> command : undoCommands.entrySet()) {
            chosen = chosen.undoCommand(command.getKey(), command.getValue());
        }
        return chosen;
    }
}
