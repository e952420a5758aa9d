package org.zfsbackup.cli.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.cli.option.OptionGroup;
import picocli.CommandLine.Option;

/** The options that choose how a stream is received. */
@OptionGroup("Receive")
final class ReceiveFlags {
    @Option(
            names = "--set",
            paramLabel = "PROPERTY=VALUE",
            description = "Set this property of a new replica, whatever the source has. Repeat the option for more.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--except",
            paramLabel = "PROPERTY",
            description = "Do not take this property from the stream. Repeat the option for more.")
    List<String> except = new ArrayList<>();

    @Option(
            names = "--force-receive",
            description =
                    "Discard what was written to the replica since its newest snapshot, and replace a replica that has"
                            + " no snapshots (receive -F).")
    boolean force;

    /** These options, as options of a {@code zfs:} endpoint. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        set.forEach((property, value) -> options.add(ZfsUri.option("set." + property, value)));
        if (force) {
            options.add("force=true");
        }
        if (!except.isEmpty()) {
            options.add(ZfsUri.option("except", String.join(",", except)));
        }
        return options;
    }
}
