package org.zfsbackup.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.zfsbackup.cli.option.OutputOptions;
import org.zfsbackup.stream.Causes;
import picocli.CommandLine;

/** Turns a failure into a sentence on standard error and into an exit status. */
final class Failure {
    private static final int FAILED = 1;
    private static final String MEMORY =
            "too little memory. Give the program more, for example with ZFSBACKUP_JAVA_OPTIONS=-Xmx512m";
    private static final int WRONG_USAGE = 2;

    private Failure() {}

    static int usage(CommandLine.ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String sentence = cause instanceof IllegalArgumentException ? sentence(cause) : sentence(e);
        line.getErr().println("zfsbackup: " + sentence);
        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return WRONG_USAGE;
    }

    static int memory(CommandLine line) {
        line.getErr().println("zfsbackup: " + MEMORY);
        return FAILED;
    }

    static int execution(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        OutputOptions output = ((RootCommand) line.getCommandSpec().root().userObject()).output();
        Throwable cause = cause(e);
        PrintWriter err = line.getErr();
        String sentence = isMemory(e) ? MEMORY : sentence(cause);
        if (output.json()) {
            Json.print(line.getOut(), Map.of("error", sentence));
        }
        err.println("zfsbackup: " + sentence);
        suppressed(e, sentence).forEach(other -> err.println("zfsbackup: and then: " + other));
        if (output.debug()) {
            e.printStackTrace(err);
        }
        return cause instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
    }

    /** What else failed after the first failure, each sentence once. */
    private static List<String> suppressed(Exception e, String printed) {
        return Stream.of(e.getSuppressed())
                .map(other -> sentence(cause(other)))
                .distinct()
                .filter(other -> !printed.contains(other))
                .toList();
    }

    /** Whether one of Camel's threads ran out of memory and no IOException of ours explains that already. */
    private static boolean isMemory(Exception e) {
        return Causes.has(e, OutOfMemoryError.class) && !Causes.has(e, IOException.class);
    }

    /** What went wrong, without the exceptions that Camel wraps around it. */
    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && isWrapping(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapping(Throwable e) {
        return e instanceof CamelExchangeException
                || e instanceof CamelExecutionException
                || e instanceof FailedToCreateRouteException
                || e instanceof FailedToStartRouteException
                || e instanceof PropertyBindingException
                || e instanceof ResolveEndpointFailedException
                || e instanceof TypeConversionException
                || e instanceof NoTypeConversionAvailableException
                || e.getClass() == RuntimeCamelException.class
                || e.getClass() == RuntimeException.class;
    }

    static String sentence(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written by this user: permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (e instanceof FileSystemException failed) {
            return failed.getFile() + ": " + (failed.getReason() == null ? "it cannot be used" : failed.getReason());
        }
        if (e instanceof GenericFileOperationFailedException && e.getCause() != null) {
            return message + ": " + sentence(e.getCause());
        }
        return e.getMessage() == null ? "unexpected " + e.getClass().getName() + " (--debug prints where)" : message;
    }
}
