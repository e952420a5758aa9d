package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetNameTest {
    private static final DatasetName HOME = new DatasetName("tank/home");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank",
                "tank/home",
                "tank/my documents",
                "tank/a.b",
                "tank/a:b",
                "tank/a-b",
                "tank/-a",
                "tank/ a",
                "tank/a_b",
                "tank/...",
                "Tank-1/2024"
            })
    void whatZfsAllowsIsAName(String name) {
        assertThat(new DatasetName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/tank",
                "tank/",
                "tank//home",
                "tank/..",
                "tank/../home",
                "tank/.",
                "tank/a@b",
                "tank/a#b",
                "tank/a%b",
                "tank/a\nb",
                "tank/a\u0000b",
                "tank/a\tb",
                "tank/\u00e4",
                "tank/a;b",
                "tank/$(a)",
                "1tank",
                " tank",
                "tank/a\\b"
            })
    void whatZfsForbidsIsRefusedAndNamed(String name) {
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> new DatasetName(name))
                .withMessageStartingWith("'" + name + "' cannot be the name of a dataset: ");
    }

    @Test
    void whatLooksLikeAnOptionIsRefusedWithASentence() {
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> new DatasetName("-R"))
                .withMessage(
                        "'-R' cannot be the name of a dataset: a name that begins with - would be taken for an option");
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> HOME.at("-R"))
                .withMessage(
                        "'-R' cannot be the name of a snapshot: a name that begins with - would be taken for an option");
    }

    @Test
    void namesAreAtMostAsLongAsZfsTakesThem() {
        String longest = "t".repeat(255);

        assertThat(new DatasetName(longest).value()).hasSize(255);
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> new DatasetName(longest + "t"))
                .withMessageContaining("longer than 255");
        assertThat(HOME.at("s".repeat(200)).name()).hasSize(200);
        assertThat(HOME.at("s".repeat(245)).toString()).hasSize(255);
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> HOME.at("s".repeat(246)))
                .withMessageContaining("longer than 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily 1", "2024-01-01T00:00:00", "a.b", "a_b", "..."})
    void snapshotsHaveBlanksDotsColonsAndDashes(String name) {
        assertThat(HOME.at(name)).hasToString("tank/home@" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a@b", "a\nb", "a\u007fb", "%recv"})
    void badSnapshotNamesAreRefused(String name) {
        assertThatExceptionOfType(IllegalNameException.class)
                .isThrownBy(() -> HOME.at(name))
                .withMessageContaining("cannot be the name of a snapshot");
    }

    @Test
    void aPoolHasNoParent() {
        assertThat(new DatasetName("tank").parent()).isEmpty();
        assertThat(new DatasetName("tank/a/b").parent()).contains(new DatasetName("tank/a"));
    }

    @Test
    void aSourceIsADatasetOrOneOfItsSnapshots() {
        assertThat(Source.parse("tank/home")).hasToString("tank/home").satisfies(source -> assertThat(source.snapshot())
                .isEmpty());
        assertThat(Source.parse("tank/home@daily 1"))
                .hasToString("tank/home@daily 1")
                .satisfies(source -> assertThat(source.snapshot()).contains("daily 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@s", "tank@", "tank@a@b", "tank@a/b", "-tank@s", "tank@-s", "tank/..@s"})
    void aBadSourceIsRefused(String text) {
        assertThatExceptionOfType(IllegalNameException.class).isThrownBy(() -> Source.parse(text));
    }
}
