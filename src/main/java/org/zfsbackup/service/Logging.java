package org.zfsbackup.service;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Configures the log of a single command, which prints failures as sentences and therefore logs little. The service has
 * a configuration file instead.
 */
public final class Logging {
    /** Held here, because java.util.logging forgets loggers without a reference. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger(""),
            Logger.getLogger("org.zfsbackup"),
            Logger.getLogger("org.apache.camel"),
            Logger.getLogger("org.zfsbackup.camel.component.zfs.ZfsConsumer"));

    private Logging() {}

    /**
     * Sets the levels of the log for the whole process, and escapes control characters.
     *
     * @param verbose whether to log what is done
     * @param debug whether to log details, including those of Camel
     */
    public static void configure(boolean verbose, boolean debug) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
        Level ours = debug ? Level.FINE : verbose ? Level.INFO : Level.WARNING;
        LOGGERS.get(0).setLevel(debug ? Level.INFO : Level.SEVERE);
        LOGGERS.get(1).setLevel(ours);
        LOGGERS.get(2).setLevel(debug ? Level.FINE : Level.OFF);
        // Camel logs a failed poll under the consumer's name with a stack trace; the command prints it as a sentence.
        LOGGERS.get(3).setLevel(debug ? Level.FINE : Level.OFF);
        for (Handler handler : LOGGERS.get(0).getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                handler.setLevel(Level.ALL);
            }
        }
        escapeControls();
    }

    /**
     * Escapes control characters in all messages on the console. For the service, whose levels are in a file of its
     * own.
     */
    public static void escapeControls() {
        for (Handler handler : LOGGERS.get(0).getHandlers()) {
            if (handler instanceof ConsoleHandler && !(handler.getFormatter() instanceof PrintableFormatter)) {
                handler.setFormatter(new PrintableFormatter(handler.getFormatter()));
            }
        }
    }
}
