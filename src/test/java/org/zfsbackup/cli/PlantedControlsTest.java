package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.repository.map.DocumentSeal;

/** Somebody with write access to the target puts control characters into everything that is stored there. */
@Timeout(300)
class PlantedControlsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLANTED = "\u001b[2J\rA\nFORGED\u0007B\u009bC\u202eD\u007f\u2028";
    private static final List<List<String>> COMMANDS = List.of(
            List.of("list"),
            List.of("list", "--verbose"),
            List.of("list", "--json"),
            List.of("verify"),
            List.of("verify", "--json"),
            List.of("restore", "--to", "tank/b"),
            List.of("delete", "--dry-run", "--all"),
            List.of("backup"));

    @TempDir
    Path directory;

    private Path backups;
    private FakeZfs zfs;
    private int escaped;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 1, 1000);
        Cli.ok(arguments(List.of("backup")));
    }

    private String[] arguments(List<String> command) {
        String[] first = {
            "--zfs",
            zfs.command(),
            "--lock-timeout",
            "0",
            "-S",
            "tank/a",
            "--compress=gzip",
            "directory",
            "-D",
            backups + "/",
            "-P",
            "h"
        };
        return Cli.with(first, command.toArray(String[]::new));
    }

    private void assertNothingRawIsPrinted(String what) throws IOException {
        for (List<String> command : COMMANDS) {
            Cli result = Cli.run(arguments(command));
            String printed = result.out() + result.err();
            escaped += printed.contains("\\u") ? 1 : 0;
            assertThat(printed.codePoints().filter(c -> c != '\n' && c != '\t').noneMatch(PlantedControlsTest::isRaw))
                    .as("%s, %s: %s", what, command, printed)
                    .isTrue();
            assertThat(printed.lines()).as("%s, %s", what, command).noneMatch(line -> line.startsWith("FORGED"));
            if (command.contains("--json")) {
                assertThat(JSON.readTree(result.out())).as(what).isNotNull();
            }
        }
    }

    private static boolean isRaw(int c) {
        return Character.isISOControl(c) || c == 0x202e || c == 0x2028;
    }

    @Test
    void inEachTextAndKeyOfTheMapAndTheRecord_isNeverPrintedRaw() throws IOException {
        Path map = backups.resolve("h/map.json");
        Path record;
        try (var files = Files.list(backups.resolve("h/backups"))) {
            record = files.findFirst().orElseThrow();
        }
        int planted = 0;
        for (Path file : List.of(map, record)) {
            String whole = Files.readString(file);
            for (JsonNode changed : variants(JSON.readTree(whole))) {
                Files.writeString(file, JSON.writeValueAsString(DocumentSeal.seal(changed)));
                assertNothingRawIsPrinted(file.getFileName() + " " + changed);
                planted++;
            }
            Trees.text(file, whole);
        }
        assertThat(planted).isGreaterThan(20);
        assertThat(escaped).as("commands that had it to print").isPositive();
    }

    @Test
    void inTheFiltersOfTheOriginal_isNeverPrintedRaw() throws IOException {
        Path map = backups.resolve("h/map.json");
        String whole = Files.readString(map);
        String filters = "\"filters\":[[\"" + "x".repeat(3000) + "\",\"" + "\\u001b[31m\\r\\nFORGED\\u009b" + "\"]],";
        String changed = whole.replaceFirst("(\"snapshot\"|\"chunks\")", filters.replace("\\", "\\\\") + "$1");
        Files.writeString(map, JSON.writeValueAsString(DocumentSeal.seal(JSON.readTree(changed))));
        assertNothingRawIsPrinted("filters");
        assertThat(escaped).as("commands that had it to print").isPositive();
    }

    @Test
    void inTheOwnerOfTheLock_isNeverPrintedRaw() throws IOException {
        Path lock = Files.createDirectories(backups.resolve("h/lock")).resolve("owner.json");
        ObjectNode owner = JSON.createObjectNode();
        for (String field : List.of("host", "id", "run", "pid", "user", "since", "until", "expires")) {
            owner.put(field, field + PLANTED);
        }
        Files.writeString(lock, JSON.writeValueAsString(owner));
        assertNothingRawIsPrinted("lock");
        Files.write(lock, PLANTED.getBytes(StandardCharsets.UTF_8));
        assertNothingRawIsPrinted("lock that is no JSON");
        assertThat(escaped).as("commands that had it to print").isPositive();
    }

    @Test
    void inAMapThatIsNoJson_isNeverPrintedRaw() throws IOException {
        for (String text : List.of(PLANTED, "{\"" + PLANTED + "\": 1}", "{\"x\": " + PLANTED + "}")) {
            Files.writeString(backups.resolve("h/map.json"), text);
            assertNothingRawIsPrinted("damaged map");
        }
    }

    @Test
    void inWhatZfsSays_isNeverPrintedRaw() throws IOException {
        Trees.text(Path.of(zfs.command()), "#!/bin/bash\nprintf 'no\\033[2J\\r\\nFORGED\\a' >&2; exit 1\n");
        assertNothingRawIsPrinted("zfs");
        assertThat(escaped).as("commands that had it to print").isPositive();
    }

    /** The document once for each text and each key in it, with the controls at its end. */
    private static List<JsonNode> variants(JsonNode node) {
        List<JsonNode> variants = new ArrayList<>();
        if (node instanceof TextNode text) {
            variants.add(new TextNode(text.asText() + PLANTED));
        } else if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                variants(object.get(name))
                        .forEach(value -> variants.add(object.deepCopy().set(name, value)));
                ObjectNode renamed = object.deepCopy();
                renamed.set(name + PLANTED, renamed.remove(name));
                variants.add(renamed);
                variants.add(object.deepCopy().put(name, PLANTED));
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                for (JsonNode value : variants(array.get(i))) {
                    ArrayNode changed = array.deepCopy();
                    changed.set(i, value);
                    variants.add(changed);
                }
            }
        }
        return variants;
    }
}
