package org.zfsbackup.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all methods share: the common options before them, and the operation that is meant where none is named. */
abstract class AnyMethod implements Callable<Integer> {
    @ParentCommand
    @Nullable
    ZfsBackupCommand common;

    @Spec
    @Nullable
    CommandSpec spec;

    /** No operation was named behind the method. */
    @Override
    public final Integer call() throws Exception {
        String name = common().operation == null ? "backup" : common().operation;
        CommandLine operation = spec().commandLine().getSubcommands().get(name);
        if (operation == null) {
            throw usage("there is no operation '" + name + "'");
        }
        Callable<Integer> command = operation.getCommand();
        return command.call();
    }

    final ZfsBackupCommand common() {
        if (common == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return common;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec;
    }

    final CommandLine.ParameterException usage(String sentence) {
        return new CommandLine.ParameterException(spec().commandLine(), sentence);
    }
}
