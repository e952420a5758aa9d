package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.LoggedLines;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.PropertyRestore;

/** Properties of datasets come back with their data, on real ZFS. */
class PropertiesIT extends TwoPools {
    private String source;
    private List<String> warnings = List.of();

    @BeforeEach
    void makeDataset() {
        source = zfs.dataset("props" + number);
        set(source, "compression=gzip", "recordsize=16384", "atime=off", "org.example:owner=accounts\tand more");
        Trees.random(zfs.path(source).resolve("file"), 200_000, number);
        zfs.snapshot(source, "s1");
    }

    private static void set(String dataset, String... properties) {
        for (String property : properties) {
            zfs.run("zfs", "set", property, dataset);
        }
    }

    private String[] of(String recursion, String... more) {
        return Cli.with(
                new String[] {"--dataset", source, "--recursive=" + recursion, "directory", "--dest", backups.toString()
                },
                more);
    }

    private String copy() {
        return other.pool() + "/copy" + number;
    }

    private void restored(String recursion, String... more) {
        try (LoggedLines logged = new LoggedLines(PropertyRestore.class.getName())) {
            Cli.ok(Cli.with(of(recursion, "restore", "--to", copy()), more));
            warnings = logged.lines();
        }
    }

    private static String value(RealZfs pool, String property, String dataset) {
        return pool.output("zfs", "get", "-Hp", "-o", "value", property, dataset)
                .strip();
    }

    private static void assertSame(String source, String copy, String... properties) {
        for (String property : properties) {
            assertThat(value(other, property, copy)).as(property).isEqualTo(value(zfs, property, source));
        }
    }

    @Nested
    class OneDataset {
        @Test
        void propertiesAndLimits_comeBack() {
            set(source, "quota=50M", "copies=2");
            Cli.ok(of("false"));
            restored("false");
            assertThat(warnings).isEmpty();
            assertSame(source, copy(), "compression", "recordsize", "atime", "org.example:owner", "quota", "copies");
            assertThat(Trees.sha256(other.path(copy()).resolve("file")))
                    .isEqualTo(Trees.sha256(zfs.path(source).resolve("file")));
        }

        @Test
        void newestBackup_decides() {
            Cli.ok(of("false"));
            set(source, "compression=off", "quota=40M");
            zfs.snapshot(source, "s2");
            Cli.ok(of("false"));
            restored("false");
            assertSame(source, copy(), "compression", "quota");
        }

        @Test
        void existingDataset_keepsItsOwn() {
            Cli.ok(of("false"));
            restored("false");
            other.run("zfs", "set", "compression=zle", copy());
            set(source, "atime=on");
            zfs.snapshot(source, "s2");
            Cli.ok(of("false"));
            restored("false");
            assertThat(value(other, "compression", copy())).isEqualTo("zle");
            assertThat(value(other, "atime", copy())).isEqualTo("off");
        }

        @Test
        void withoutProperties_noneAreSet() {
            Cli.ok(of("false"));
            restored("false", "--no-properties");
            assertThat(other.output("zfs", "get", "-H", "-s", "local", "-o", "property", "all", copy()))
                    .isBlank();
        }

        @Test
        void limitsThatDoNotFit_areNamed() {
            set(source, "reservation=80M");
            Cli.ok(of("false"));
            String room = other.dataset("room" + number);
            long free = Long.parseLong(value(other, "available", other.pool()));
            other.run("zfs", "set", "reservation=" + (free - 60_000_000), room);
            restored("false");
            other.run("zfs", "set", "reservation=none", room);
            assertThat(warnings).anyMatch(text -> text.contains(copy() + " is restored without reservation="));
            assertSame(source, copy(), "compression");
        }

        @Test
        void rememberedTargets_areNotTaken() throws IOException {
            Cli.ok(of("false"));
            zfs.snapshot(source, "s2");
            Cli.ok(of("false"));
            assertThat(zfs.output("zfs", "get", "-H", "-s", "local", "-o", "property", "all", source))
                    .contains("org.zfsbackup:backup.");
            try (Stream<Path> records = Files.walk(backups)) {
                assertThat(records.filter(file -> file.getParent().endsWith("backups"))
                                .map(PropertiesIT::text)
                                .collect(Collectors.joining()))
                        .contains("\"org.example:owner\"")
                        .doesNotContain("org.zfsbackup:backup.");
            }
        }

        @Test
        void otherName_doesNotGetTheMountpoint() {
            Path place = directory.resolve("place" + number);
            set(source, "mountpoint=" + place);
            Cli.ok(of("false"));
            restored("false");
            assertThat(warnings).singleElement().asString().contains(copy() + " does not get mountpoint=" + place);
            assertThat(value(other, "mountpoint", copy())).isNotEqualTo(place.toString());
        }

        @Test
        void sameNameOnTheSameHost_getsTheMountpoint() {
            Path place = directory.resolve("place" + number);
            set(source, "mountpoint=" + place);
            Cli.ok(of("false"));
            zfs.retried("zfs", "destroy", "-r", source);
            Cli.ok(of("false", "restore"));
            assertThat(warnings).isEmpty();
            assertThat(value(zfs, "mountpoint", source)).isEqualTo(place.toString());
            assertThat(place.resolve("file")).exists();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class Tree {
        private String child;

        @BeforeEach
        void makeChild() {
            child = zfs.dataset(source.substring(zfs.pool().length() + 1) + "/child");
            set(child, "compression=lzjb", "org.example:owner=child", "quota=30M");
            Trees.random(zfs.path(child).resolve("file"), 500_000, number);
            zfs.run("zfs", "snapshot", "-r", source + "@s2");
        }

        @Test
        void eachDataset_getsItsOwn() {
            set(source, "quota=50M", "org.zfsbackup:backup=on");
            Cli.ok(of("each"));
            restored("each");
            assertThat(warnings).isEmpty();
            assertSame(
                    source, copy(), "compression", "recordsize", "org.example:owner", "quota", "org.zfsbackup:backup");
            assertSame(child, copy() + "/child", "compression", "recordsize", "org.example:owner", "quota");
        }

        @Test
        void recursiveStream_bringsThem() {
            Cli.ok(of("true"));
            restored("false");
            assertSame(source, copy(), "compression", "recordsize", "org.example:owner");
            assertSame(child, copy() + "/child", "compression", "recordsize", "org.example:owner", "quota");
        }

        @Test
        void recursiveStream_underAnotherNameLeavesTheMountpoint() {
            Path place = directory.resolve("place" + number);
            set(child, "mountpoint=" + place);
            Cli.ok(of("true"));
            restored("false");
            assertThat(warnings).anyMatch(text -> text.contains(copy() + "/child does not get mountpoint=" + place));
            assertThat(value(other, "mountpoint", copy() + "/child"))
                    .isEqualTo(other.path(copy()).resolve("child").toString());
        }

        @Test
        void recursiveStream_withoutPropertiesBringsNone() {
            set(child, "quota=none");
            Cli.ok(of("true"));
            restored("false", "--no-properties");
            for (String dataset : List.of(copy(), copy() + "/child")) {
                assertThat(value(other, "compression", dataset)).isEqualTo("off");
                assertThat(value(other, "recordsize", dataset)).isEqualTo("131072");
            }
        }
    }
}
