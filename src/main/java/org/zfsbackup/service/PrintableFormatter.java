package org.zfsbackup.service;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Wraps another formatter, and escapes control characters so that a message cannot forge a second line. */
final class PrintableFormatter extends Formatter {
    private final Formatter lines;

    PrintableFormatter(Formatter lines) {
        this.lines = lines;
    }

    @Override
    public String format(LogRecord entry) {
        LogRecord printable = new LogRecord(entry.getLevel(), Printable.line(formatMessage(entry)));
        printable.setInstant(entry.getInstant());
        printable.setLoggerName(entry.getLoggerName());
        printable.setSourceClassName(entry.getSourceClassName());
        printable.setSourceMethodName(entry.getSourceMethodName());
        printable.setThrown(entry.getThrown());
        return Printable.text(lines.format(printable));
    }
}
