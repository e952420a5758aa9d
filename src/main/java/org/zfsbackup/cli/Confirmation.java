package org.zfsbackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The question before something is deleted for good. */
public final class Confirmation {
    private Confirmation() {}

    /** Whether a person sees the question. bin/zfsbackup says so: {@code System.console()} exists without a terminal too. */
    public static boolean isPossible() {
        return Boolean.getBoolean("zfsbackup.terminal") && Boolean.getBoolean("zfsbackup.terminal.input");
    }

    /**
     * Asks for a yes on the terminal.
     *
     * @param question what is about to happen, without a question mark
     * @throws IOException if the answer is not yes
     */
    public static void ask(PrintWriter err, String question) throws IOException {
        err.print(question + " permanently? Type yes: ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (answer == null || !answer.strip().equals("yes")) {
            throw new IOException("nothing was deleted, because the answer was not yes");
        }
    }
}
