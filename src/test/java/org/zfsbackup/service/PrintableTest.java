package org.zfsbackup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Nested
    class ALine {
        @Test
        void controls_areEscaped() {
            assertThat(Printable.line("a\u001b[2Jb\r\nc\u0007d\u0000e\u007ff\u009bg"))
                    .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u0007d\\u0000e\\u007ff\\u009bg");
        }

        @Test
        void whatTurnsOrHidesLetters_isEscaped() {
            assertThat(Printable.line("\u202egnp\u2066x\u200by\u2028z\u00ad\ufeff\ud800"))
                    .isEqualTo("\\u202egnp\\u2066x\\u200by\\u2028z\\u00ad\\ufeff\\ud800");
            assertThat(Printable.line("tag\udb40\udc01")).isEqualTo("tag\\udb40\\udc01");
        }

        @Test
        void lettersOfAllKindsAndTabs_stay() {
            String text = "\tGrüße, 日本, \ud83d\ude00 …";
            assertThat(Printable.line(text)).isSameAs(text);
        }

        @Test
        void aLongWord_losesItsMiddle() {
            String printed = Printable.line("name " + "a".repeat(5000) + "z end");
            assertThat(printed)
                    .hasSizeLessThan(520)
                    .startsWith("name aaa")
                    .contains("a…a")
                    .endsWith("aaz end");
        }

        @Test
        void aLongLine_losesItsMiddle() {
            String printed = Printable.line("word ".repeat(5000) + "end");
            assertThat(printed).hasSizeLessThanOrEqualTo(4000).contains("…").endsWith("word end");
        }
    }

    @Test
    void severalLines_keepTheirBreaksAndLength() {
        assertThat(Printable.text("a\n\tb\u001b\r")).isEqualTo("a\n\tb\\u001b\\u000d");
        assertThat(Printable.text("x".repeat(9000))).hasSize(9000);
    }

    @Test
    void aLogMessage_isOneLine() {
        LogRecord entry = new LogRecord(Level.WARNING, "gone: {0}");
        entry.setParameters(new Object[] {"x\nSEVERE: forged\u001b[31m"});
        entry.setThrown(new IllegalStateException("y\u009b"));
        String printed = new PrintableFormatter(new SimpleFormatter()).format(entry);
        assertThat(printed)
                .contains("gone: x\\u000aSEVERE: forged\\u001b[31m")
                .contains("y\\u009b")
                .contains("\tat ");
    }
}
