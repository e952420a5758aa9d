package org.zfsbackup.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.service.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "counter",
        description = "Stores nothing, and prints how many bytes a backup would have behind its pipes.")
final class CounterCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    ZfsBackupCommand common;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (common == null || spec == null) {
            throw new IllegalStateException("picocli sets them");
        }
        CommandLine line = spec.commandLine();
        if (common.operation != null && !common.operation.equals("backup")) {
            throw new CommandLine.ParameterException(line, "counter only knows the operation backup");
        }
        Logging.configure(common.verbose, common.debug);
        long bytes;
        try (Progress progress = Progress.of(common)) {
            bytes = common.backup(true, "2GiB")
                    .streamPipe(common.pipes.compression())
                    .encrypt(common.pipes.encryption())
                    .listener(progress)
                    .count();
        }
        if (common.json) {
            Json.print(line.getOut(), Map.of("bytes", bytes));
        } else {
            line.getOut().println(bytes + " bytes");
        }
        return 0;
    }
}
