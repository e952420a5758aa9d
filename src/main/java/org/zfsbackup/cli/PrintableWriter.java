package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.zfsbackup.service.Printable;

/**
 * Standard output or standard error of every command. It passes all text through {@link Printable}, so that no command can
 * forget to.
 *
 * <p>{@code println} prints exactly one line, whatever the text contains. {@code print} is for text of several lines (the
 * help) and for JSON, which must not be shortened.
 */
final class PrintableWriter extends PrintWriter {
    PrintableWriter(Writer out) {
        super(out, true);
    }

    @Override
    public void println(String line) {
        super.println(Printable.line(String.valueOf(line)));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    @Override
    public void write(String text, int offset, int length) {
        String printable = Printable.text(text.substring(offset, offset + length));
        super.write(printable, 0, printable.length());
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character), 0, 1);
    }
}
