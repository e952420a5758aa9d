package org.zfsbackup.cli.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Errors in what the user typed. They end the program with status 2. */
public final class WrongUsage {
    private WrongUsage() {}

    /**
     * The error to throw.
     *
     * @param spec the command that the user is referred to for help, as picocli has injected it
     * @param sentence what is wrong and what to type instead, without secrets
     */
    public static ParameterException of(@Nullable CommandSpec spec, String sentence) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli injects it").commandLine(), sentence);
    }
}
