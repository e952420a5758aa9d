package org.zfsbackup.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.WrongUsage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A kind of destination. Its subcommands are the operations there, of which {@code backup} is the default. */
public abstract class MethodCommand {
    /** The operation that is meant if the user names none. */
    static final String DEFAULT_OPERATION = "backup";

    @ParentCommand
    @Nullable
    RootCommand root;

    @Spec
    @Nullable
    CommandSpec spec;

    /** The shared options. */
    public final RootCommand root() {
        return Objects.requireNonNull(root, "picocli injects it");
    }

    /** An error in what the user typed for this destination, to be thrown. */
    protected final ParameterException usage(String sentence) {
        return WrongUsage.of(spec, sentence);
    }
}
