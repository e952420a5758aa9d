package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.repository.HostName;
import org.zfsbackup.s3server.S3Server;

/**
 * The pools, hosts, folders and keys that the documentation names, as this host has them: {@code tank} is a pool of the
 * test, {@code /backup} a folder for each page, {@code nas} and {@code prod} an sshd on the loopback.
 */
final class DocumentedPlaces implements AutoCloseable {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String IDENTITY =
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";
    private static final Pattern CHAIN = Pattern.compile("\tchain=([^\t]+)\t");
    private static final Set<String> REPLACED = Set.of("--server", "--key", "--secret-file");

    private final Path directory;
    private final RealZfs tank;
    private final RealZfs away;
    private final S3Server s3;
    private final OpenSshServer sshd;
    private final String home;
    private final Map<String, String> files;
    private String page = "";
    private int snapshots;

    DocumentedPlaces(Path directory) throws Exception {
        this.directory = directory;
        s3 = S3Server.inMemory();
        sshd = OpenSshServer.start(Files.createDirectory(directory.resolve("sshd")));
        tank = RealZfs.in(directory);
        away = RealZfs.in(directory);
        home = tank.dataset("home");
        Trees.random(tank.path(home).resolve("random"), 300_000, 1);
        Trees.text(Files.createDirectory(tank.path(home).resolve("documents")).resolve("letter.txt"), "Dear");
        tank.run("zfs", "snapshot", "-r", tank.pool() + "@monday");
        files = Trees.hashes(tank.path(home));
        Trees.secret(directory.resolve("secret"), "a long secret for tests\n");
        Trees.secret(directory.resolve("key"), s3.secret() + "\n");
        Trees.secret(directory.resolve("identity.txt"), IDENTITY);
    }

    /** Prepares what a command needs, and returns its words with the names of this host. */
    List<String> prepare(DocumentedCommand command) throws IOException {
        if (!page.equals(command.page())) {
            page = command.page();
            s3.clear();
            forgetTargets();
        }
        List<String> given = command.words();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.contains("s3") && REPLACED.contains(given.get(i))) {
                i++;
            } else {
                words.addAll(here(i == 0 ? "" : given.get(i - 1), given.get(i), given));
            }
        }
        if (page.equals("manual.md") && isBackupToDirectory(given)) {
            words.add("--new-target"); // because the old host of this page is the same host
        }
        if (given.contains("--full")) {
            tank.snapshot(home, "later" + ++snapshots);
        }
        return words;
    }

    /** Each page begins with empty targets, which the source must not miss. */
    private void forgetTargets() {
        tank.output("zfs", "get", "-H", "-o", "property", "all", home)
                .lines()
                .filter(property -> property.startsWith("org.zfsbackup:backup."))
                .forEach(property -> tank.run("zfs", "inherit", "-r", property, tank.pool()));
    }

    private static boolean isBackupToDirectory(List<String> command) {
        return command.contains("directory")
                && Collections.disjoint(
                        command,
                        List.of(
                                "help",
                                "list",
                                "verify",
                                "restore",
                                "test-restore",
                                "delete",
                                "rebuild",
                                "bases",
                                "--help"));
    }

    private List<String> here(String option, String word, List<String> command) throws IOException {
        return switch (option) {
            case "--dest" -> List.of(destination(word, command));
            case "--host" -> host();
            case "--bucket" -> bucket();
            case "--user" -> List.of(System.getProperty("user.name"));
            case "--chain" -> List.of(chain(destination("/backup", command)));
            case "--to" -> List.of(restored(word, command));
            case "--to-directory" ->
                List.of(Files.createDirectory(directory.resolve(page + "-files"))
                        .toString());
            case "--scratch" -> List.of(tank.dataset("scratch"));
            default -> named(word);
        };
    }

    private List<String> named(String word) throws IOException {
        if (word.startsWith("sftp:")) {
            return List.of(sftp());
        }
        return switch (word) {
            case "age1..." -> List.of(RECIPIENT);
            case "/root/secret" -> List.of(directory.resolve("secret").toString());
            case "identity.txt" -> List.of(directory.resolve(word).toString());
            case "monday.zfs" -> List.of(directory.resolve(page + "-" + word).toString());
            case "shelf.yaml" -> List.of(shelf());
            case "check" -> List.of(word, "--quick");
            default -> List.of(word.replaceFirst("^tank(?=[/@]|$)", tank.pool()));
        };
    }

    /** The folder or the dataset of a page for what the documentation calls {@code /backup}, {@code backup} or {@code pool}. */
    private String destination(String name, List<String> command) throws IOException {
        if (!name.equals("/backup") && !name.equals("DEST")) {
            // A tree and one of its datasets have replicas of different names, and are alternatives too.
            return away.dataset(page + "/" + name + (command.contains("--recursive=each") ? "-each" : ""));
        }
        // Lines that encrypt in different ways are alternatives, so each has a folder of its own.
        String protection = command.contains("--encrypt=age") ? "age" : command.contains("-E") ? "openssl" : "plain";
        Path folder = directory.resolve(page + "-" + protection);
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            fill(folder, command);
        }
        return folder.toString();
    }

    /** Stores the backups that a page expects before its first line. */
    private void fill(Path folder, List<String> command) throws IOException {
        String[] plain = {"--dataset", home, "directory", "--dest", folder.toString()};
        if (command.contains("rebuild")) {
            Cli.ok(plain);
            Files.delete(folder.resolve(HostName.local()).resolve("map.json"));
        }
        if (page.equals("manual.md")) {
            Cli.ok(Cli.with(plain, "--prefix", "oldhost", "--encrypt=age", "--recipient", RECIPIENT));
        }
    }

    private List<String> host() throws IOException {
        String known = sshd.knownHosts().toString();
        String key = sshd.userKey().toString();
        return List.of("127.0.0.1", "--port", "" + sshd.port, "--known-hosts", known, "--login-key", key);
    }

    private List<String> bucket() {
        String server = s3.endpoint().toString();
        String secret = directory.resolve("key").toString();
        return List.of(s3.bucket(), "--server", server, "--key", s3.keyId(), "--secret-file", secret);
    }

    private String sftp() throws IOException {
        Files.createDirectories(sshd.home().resolve(page));
        return "sftp://" + System.getProperty("user.name") + "@127.0.0.1:" + sshd.port + "/" + page + "?privateKeyFile="
                + sshd.userKey() + "&knownHostsFile=" + sshd.knownHosts();
    }

    private String shelf() throws IOException {
        Path place = Files.createDirectories(directory.resolve("shelf"));
        return TargetMethodTest.shelf(directory.resolve("shelf.yaml"), place);
    }

    /** The oldest chain in a folder, as {@code list} names it. */
    private static String chain(String folder) {
        Matcher chain = CHAIN.matcher(Cli.ok("directory", "--dest", folder, "list"));
        assertThat(chain.find()).isTrue();
        return chain.group(1);
    }

    /** A backup of another host is restored to another pool, in the place of that on a new machine. */
    private String restored(String name, List<String> command) {
        String pool = command.contains("oldhost") ? away.dataset("new") : tank.pool();
        return pool + name.substring("tank".length());
    }

    /** Compares what a command has restored with the source, and removes it. */
    void check(List<String> words) {
        int to = words.indexOf("--to") + 1;
        if (to > 0) {
            String restored = words.get(to);
            RealZfs pool = restored.startsWith(tank.pool() + "/") ? tank : away;
            String copy = words.contains("--recursive=each") ? restored + "/home" : restored;
            assertThat(Trees.hashes(pool.path(copy))).isEqualTo(files);
            pool.retried("zfs", "destroy", "-r", restored);
        }
        int files = words.indexOf("--to-directory") + 1;
        if (files > 0) {
            assertThat(Path.of(words.get(files), "documents/letter.txt")).hasContent("Dear");
        }
        int scratch = words.indexOf("--scratch") + 1;
        if (scratch > 0) {
            tank.retried("zfs", "destroy", words.get(scratch)); // which fails if anything was left below it
        }
        int file = words.indexOf("--to-file") + 1;
        if (file > 0) {
            assertThat(Path.of(words.get(file))).isNotEmptyFile();
        }
    }

    @Override
    public void close() throws IOException {
        sshd.close(); // first, because what it has started uses a pool
        s3.close();
        try {
            away.close();
        } finally {
            tank.close();
        }
    }
}
