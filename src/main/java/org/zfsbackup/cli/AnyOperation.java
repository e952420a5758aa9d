package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * What the operations of a method share: where they stand, and where they print.
 *
 * @param <M> the methods that they are operations of
 */
abstract class AnyOperation<M extends AnyMethod> implements Callable<Integer> {
    @ParentCommand
    @Nullable
    M method;

    @Spec
    @Nullable
    CommandSpec spec;

    final M method() {
        if (method == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return method;
    }

    final ZfsBackupCommand common() {
        return method().common();
    }

    final PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return spec.commandLine().getOut();
    }

    /** Prints a line for people, unless they want none or a machine reads. */
    final void tell(String line) {
        if (!common().quiet && !common().json) {
            out().println(line);
        }
    }

    final void json(Object document) {
        if (common().json) {
            Json.print(out(), document);
        }
    }
}
