package org.zfsbackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the figures were measured on. */
final class Machine {
    private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("processor", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ *//'");
        QUESTIONS.put("cores", "nproc");
        QUESTIONS.put("java", "${JAVA_HOME:+$JAVA_HOME/bin/}java -version 2>&1 | tail -1");
        QUESTIONS.put("JAVA_HOME", "echo \"${JAVA_HOME:-not set}\"");
        QUESTIONS.put("zfsbackup", "\"$ZFSBACKUP\" --version");
        for (String peer : List.of("gzip", "pigz", "zstd", "age", "borg", "aws", "rclone")) {
            QUESTIONS.put(peer, peer + " --version");
        }
        QUESTIONS.put("openssl", "openssl version");
        QUESTIONS.put("restic", "restic version");
    }

    private Machine() {}

    /** Names and answers; of what does not answer, why. */
    static Map<String, String> described(Bed bed) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        Path folder = bed.folder();
        for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
            answers.put(question.getKey(), answer(new Shell(folder, bed.variables()), folder, question.getValue()));
        }
        return answers;
    }

    private static String answer(Shell shell, Path folder, String script) throws IOException {
        try {
            shell.run(script);
            return Files.readString(folder.resolve("stdout"))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (ScriptFailedException e) {
            return e.getMessage();
        }
    }
}
