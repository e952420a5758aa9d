package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.CompressionOptions;
import org.zfsbackup.cli.option.DatasetOptions;
import org.zfsbackup.cli.option.EncryptionOptions;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.cli.option.RecursionOptions;
import org.zfsbackup.cli.option.RunOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine.Command;

/** The destination {@code counter}: counts the bytes of a backup and drops them. */
@Command(
        name = "counter",
        description = "Stores nothing; prints the size of a backup after compression and encryption.",
        sortOptions = false)
@UsesOptions({
    DatasetOptions.class,
    RecursionOptions.class,
    ChainOptions.class,
    CompressionOptions.class,
    EncryptionOptions.class,
    SecretOptions.class,
    RunOptions.class,
    OutputOptions.class,
    HelpOptions.class
})
final class CounterMethod extends MethodCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        root().output().configureLog();
        long bytes;
        try (Progress progress = Progress.of(root())) {
            bytes = root().backup(true)
                    .streamPipe(root().compression())
                    .encrypt(root().encryption())
                    .listener(progress)
                    .count();
        }
        PrintWriter out =
                Objects.requireNonNull(spec, "picocli injects it").commandLine().getOut();
        if (root().output().json()) {
            Json.print(out, Map.of("bytes", bytes));
        } else {
            out.println(bytes + " bytes");
        }
        return 0;
    }
}
