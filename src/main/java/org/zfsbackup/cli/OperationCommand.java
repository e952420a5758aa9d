package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.cli.option.ReleaseOptions;
import org.zfsbackup.cli.option.WrongUsage;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * An operation at a destination.
 *
 * @param <M> the destinations at which it can be done
 */
public abstract class OperationCommand<M extends MethodCommand> implements Callable<Integer> {
    @ParentCommand
    @Nullable
    M method;

    @Spec
    @Nullable
    CommandSpec spec;

    /** Does the operation, with the log as the user wants it. */
    @Override
    public final Integer call() throws Exception {
        output().configureLog();
        return run();
    }

    /** Does the operation and gives the exit status: 0 if all is well, 1 if the result is bad. */
    protected abstract int run() throws Exception;

    /** The destination. */
    protected final M method() {
        return Objects.requireNonNull(method, "picocli injects it");
    }

    /** The shared options. */
    protected final RootCommand root() {
        return method().root();
    }

    /** What is printed. */
    protected final OutputOptions output() {
        return root().output();
    }

    /** The dataset or snapshot, if the user named one. */
    protected final Optional<Source> source() {
        return root().source();
    }

    /** Standard output. */
    protected final PrintWriter out() {
        return commandSpec().commandLine().getOut();
    }

    /** Standard error, for what is not the result. */
    protected final PrintWriter err() {
        return root().err();
    }

    /** A progress bar on a terminal, and a memory of the streams that are complete. */
    protected final Progress progress() {
        return Progress.of(root());
    }

    /** An error in what the user typed for this operation, to be thrown. */
    protected final ParameterException usage(String sentence) {
        return WrongUsage.of(spec, sentence);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec, "picocli injects it");
    }

    /** Prints a line for people, unless the user wants errors only or JSON. */
    protected final void print(String line) {
        if (output().isForPeople()) {
            out().println(line);
        }
    }

    /** Prints the bases that were listed or released. */
    protected final void bases(ReleaseOptions options, List<?> bases) {
        bases.forEach(base -> print((options.release() ? "Released " : "") + base));
        if (bases.isEmpty()) {
            print("No bases are kept at the source");
        }
        json(Map.of(
                "released",
                options.release(),
                "bases",
                bases.stream().map(Object::toString).toList()));
    }

    /** Prints the result as JSON if the user wants it. */
    protected final void json(Object document) {
        if (output().json()) {
            Json.print(out(), document);
        }
    }
}
