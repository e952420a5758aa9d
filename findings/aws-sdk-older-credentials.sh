#!/bin/bash
# What: the AWS SDK for Java 2.41.28, ProfileCredentialsProvider.create(), and a shared credentials file that is replaced by a
#   rename while the program runs, as tools that renew keys do so that nobody reads half a file.
# Documented: the provider reads the shared files again after they have changed.
# Seen: it reads a new file only if its time of modification is later than that of its last reading. A file that was written a
#   little earlier and renamed later, or copied with its time (cp -p, rsync -t), is never read: the old keys stay in use until
#   the program ends. A touch of the same file makes it read the keys.
# To a backup: a service whose keys are renewed this way fails with expired keys, although the right ones lie in the file.
. "$(dirname "$0")/run.bash"
jars software.amazon.awssdk:auth:2.41.28 org.slf4j:slf4j-nop:2.0.17
program Renewed <<'J'
import java.nio.file.*;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

public class Renewed {
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("keys"), file = folder.resolve("credentials");
        System.setProperty("aws.sharedCredentialsFile", file.toString());
        System.setProperty("aws.configFile", folder.resolve("config").toString());
        write(file, "first");
        var provider = ProfileCredentialsProvider.create();
        say("at the start", provider);
        Path prepared = folder.resolve("prepared");
        write(prepared, "second");
        Files.setLastModifiedTime(prepared, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(prepared, file, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(4000);
        say("4 s after a file that was written a minute ago took its place", provider);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Thread.sleep(4000);
        say("4 s after a touch", provider);
        write(prepared, "third");
        Files.move(prepared, file, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(4000);
        say("4 s after a file that was written just now took its place", provider);
    }

    static void write(Path file, String key) throws Exception {
        Files.writeString(file, "[default]\naws_access_key_id = " + key + "\naws_secret_access_key = s\n");
    }

    static void say(String when, ProfileCredentialsProvider provider) {
        System.out.println(when + ": " + provider.resolveCredentials().accessKeyId());
    }
}
J
still <<'S'
at the start: first
4 s after a file that was written a minute ago took its place: first
4 s after a touch: second
4 s after a file that was written just now took its place: third
S
