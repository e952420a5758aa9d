package org.zfsbackup.service;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The log of a single command: quiet, because what fails is told as a sentence. The service has its own file for it. */
public final class Logging {
    /** Kept, because java.util.logging forgets loggers that nobody holds. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger(""),
            Logger.getLogger("org.zfsbackup"),
            Logger.getLogger("org.apache.camel"),
            Logger.getLogger("org.zfsbackup.camel.component.zfs.ZfsConsumer"));

    private Logging() {}

    public static void configure(boolean verbose, boolean debug) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
        Level ours = debug ? Level.FINE : verbose ? Level.INFO : Level.WARNING;
        LOGGERS.get(0).setLevel(debug ? Level.INFO : Level.SEVERE);
        LOGGERS.get(1).setLevel(ours);
        LOGGERS.get(2).setLevel(debug ? Level.FINE : Level.OFF);
        // A failed poll is logged in the consumer's name, with a stack trace; here it becomes a sentence.
        LOGGERS.get(3).setLevel(debug ? Level.FINE : Level.OFF);
        for (Handler handler : LOGGERS.get(0).getHandlers()) {
            if (handler instanceof ConsoleHandler) {
                handler.setLevel(Level.ALL);
            }
        }
        escapeControls();
    }

    /** Lets no message reach the console as it is; for the service, whose levels stand in a file of its own. */
    public static void escapeControls() {
        for (Handler handler : LOGGERS.get(0).getHandlers()) {
            if (handler instanceof ConsoleHandler && !(handler.getFormatter() instanceof PrintableFormatter)) {
                handler.setFormatter(new PrintableFormatter(handler.getFormatter()));
            }
        }
    }
}
