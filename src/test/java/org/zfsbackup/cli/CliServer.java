package org.zfsbackup.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line in a JVM that stays, where starting one takes long: a line of its standard input holds the arguments of
 * one run, a line of its standard output what came of it, as words in Base64.
 */
final class CliServer {
    private CliServer() {}

    public static void main(String[] none) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Cli result = Cli.run(words(line).toArray(String[]::new));
            System.out.println(line(List.of(Integer.toString(result.status()), result.out(), result.err())));
        }
    }

    /** A word begins with a sign of its own, so that an empty one is one. */
    static String line(List<String> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word -> "=" + Base64.getEncoder().encodeToString(word.getBytes(UTF_8)))
                        .toList());
    }

    static List<String> words(String line) {
        return new ArrayList<>(Stream.of(line.split(" "))
                .map(word -> new String(Base64.getDecoder().decode(word.substring(1)), UTF_8))
                .toList());
    }
}
