package org.zfsbackup.s3server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@link S3Server} over the directory that is its argument, as a program: it writes what a client must know as lines of a
 * shell, then does what the lines of its input say, and ends with its input.
 */
public final class StandaloneServer {
    private StandaloneServer() {}

    public static void main(String[] args) throws IOException {
        try (S3Server server = S3Server.over(Path.of(args[0]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("AWS_ENDPOINT_URL=" + server.endpoint());
            System.out.println("AWS_REGION=" + S3Server.REGION);
            System.out.println("AWS_ACCESS_KEY_ID=" + server.keyId());
            System.out.println("AWS_SECRET_ACCESS_KEY=" + server.secret());
            System.out.println("BUCKET=" + server.bucket());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(done(server, line.strip().split(" ", -1)));
            }
        }
    }

    private static String done(S3Server server, String... words) {
        switch (words[0]) {
            case "archive-by-rules" -> {
                return server.archiveByRules().size() + " archived";
            }
            case "archive" -> server.archive(words[1], words[2]);
            case "finish-restores" -> server.finishRestores();
            case "expire-restores" -> server.expireRestores();
            case "restores-take" -> server.restoresTake(Duration.ofSeconds(Long.parseLong(words[1])));
            case "play" ->
                server.play(Fault.of(Effect.valueOf(words[1]), Request.is(S3Operation.valueOf(words[2])))
                        .once());
            case "heal" -> server.heal();
            case "requests" -> {
                return server.requests().toString();
            }
            default -> {
                return "archive-by-rules, archive KEY CLASS, finish-restores, expire-restores, restores-take SECONDS, "
                        + "play EFFECT OPERATION, heal, requests";
            }
        }
        return "done";
    }
}
