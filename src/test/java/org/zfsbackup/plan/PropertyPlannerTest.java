package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.recursive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendOptions;

class PropertyPlannerTest {
    private static final DatasetName COPY = new DatasetName("backup/copy");
    private static final Optional<String> NAS = Optional.of("nas");
    private static final Map<String, String> ALL = Map.of(
            "compression", "zstd",
            "atime", "off",
            "quota", "60",
            "mountpoint", "/srv",
            "sharenfs", "on",
            "canmount", "noauto",
            "volsize", "8192",
            "keylocation", "file:///key",
            "org.example:owner", "accounts");

    private final Map<BackupEntry, BackupRecord> records = new HashMap<>();
    private final List<BackupEntry> asked = new ArrayList<>();

    private void record(BackupEntry entry, RecordedDataset... datasets) {
        records.put(entry, new BackupRecord(HOME, entry, List.of(datasets), NAS));
    }

    private static RecordedDataset dataset(String path, boolean isNew, Map<String, String> properties) {
        Optional<Guid> base = isNew ? Optional.empty() : Optional.of(new Guid(1));
        return new RecordedDataset(path, new Guid(2), base, Optional.empty(), Optional.of(properties));
    }

    private static RestoreStep to(DatasetName destination, BackupEntry entry) {
        return new RestoreStep(HOME, entry, Optional.of(destination), Optional.empty());
    }

    private List<StepProperties> plan(boolean wanted, Optional<String> host, RestoreStep... steps) {
        return PropertyPlanner.plan(List.of(steps), wanted, host, step -> {
                    asked.add(step.entry());
                    return Optional.ofNullable(records.get(step.entry()));
                })
                .stream()
                .map(RestoreStep::properties)
                .toList();
    }

    private static StepProperties.Wanted wanted(DatasetName dataset, Map<String, String> values) {
        return new StepProperties.Wanted(dataset, values);
    }

    /** A dataset that is not encrypted below one that is. */
    @Nested
    class PlainBelowEncrypted {
        private final Map<String, String> off = Map.of("encryption", "off");

        private StepProperties child(BackupEntry entry, RestoreStep... before) {
            record(entry, dataset("c", entry.parent().isEmpty(), off));
            List<RestoreStep> steps = new ArrayList<>(List.of(before));
            DatasetName source = new DatasetName(HOME + "/c");
            steps.add(new RestoreStep(source, entry, Optional.of(new DatasetName(COPY + "/c")), Optional.empty()));
            return plan(true, NAS, steps.toArray(RestoreStep[]::new)).get(before.length);
        }

        @Test
        void withItsParent_isNotEncryptedAgain() {
            record(full(1), dataset("", true, Map.of()));
            assertThat(child(full(2), to(COPY, full(1))).withStream()).isEqualTo(off);
        }

        @Test
        void alone_isLikeItsSurroundings() {
            assertThat(child(full(2)).withStream()).isEmpty();
        }
    }

    @Nested
    class OneDataset {
        @Test
        void sameNameAndHost_getsAllButWhatIsInTheData() {
            record(full(1), dataset("", true, ALL));
            StepProperties properties = plan(true, NAS, to(HOME, full(1))).get(0);

            assertThat(properties.withStream())
                    .isEqualTo(Map.of(
                            "compression", "zstd", "mountpoint", "/srv", "sharenfs", "on", "canmount", "noauto"));
            assertThat(properties.afterwards())
                    .containsExactly(
                            wanted(HOME, Map.of("atime", "off", "org.example:owner", "accounts")),
                            wanted(HOME, Map.of("quota", "60")));
            assertThat(properties.notes()).isEmpty();
        }

        @Test
        void otherName_leavesOutThePlaceAndNamesIt() {
            record(full(1), dataset("", true, ALL));
            StepProperties properties = plan(true, NAS, to(COPY, full(1))).get(0);

            assertThat(properties.withStream()).isEqualTo(Map.of("compression", "zstd", "canmount", "noauto"));
            assertThat(properties.notes())
                    .singleElement()
                    .asString()
                    .contains("backup/copy does not get mountpoint=/srv, sharenfs=on")
                    .contains("tank/home on the host nas");
        }

        @Test
        void otherHost_leavesOutThePlaceUnderTheSameNameToo() {
            record(full(1), dataset("", true, ALL));

            for (Optional<String> host : List.of(Optional.of("other"), Optional.<String>empty())) {
                StepProperties properties = plan(true, host, to(HOME, full(1))).get(0);
                assertThat(properties.withStream()).doesNotContainKeys("mountpoint", "sharenfs");
                assertThat(properties.notes()).hasSize(1);
            }
        }

        @Test
        void newestBackup_decidesAndIsSetWithTheFirst() {
            record(full(1), dataset("", true, Map.of("atime", "on", "quota", "1")));
            record(on(1, 2), dataset("", false, Map.of("atime", "off", "quota", "2")));
            List<StepProperties> properties = plan(true, NAS, to(COPY, full(1)), to(COPY, on(1, 2)));

            assertThat(properties.get(0).afterwards()).containsExactly(wanted(COPY, Map.of("atime", "off")));
            assertThat(properties.get(1).afterwards()).containsExactly(wanted(COPY, Map.of("quota", "2")));
            assertThat(asked).containsExactly(on(1, 2));
        }

        @Test
        void existingDataset_keepsItsOwn() {
            assertThat(plan(true, NAS, to(COPY, on(1, 2)))).containsExactly(StepProperties.NONE);
            assertThat(asked).isEmpty();
        }

        @Test
        void withoutProperties_setsNothing() {
            assertThat(plan(false, NAS, to(COPY, full(1)))).containsExactly(StepProperties.NONE);
        }

        @Test
        void recordOfOlderProgram_isSaid() {
            assertThat(plan(true, NAS, to(COPY, full(1))).get(0).notes())
                    .singleElement()
                    .asString()
                    .contains("backup/copy do not say which properties were set");
        }

        @Test
        void rawStream_getsTheLocationOfItsKey() {
            BackupEntry plain = full(1);
            SendOptions raw = new SendOptions(true, false, true, false, false);
            BackupEntry entry = new BackupEntry(
                    plain.id(),
                    plain.snapshot(),
                    plain.parent(),
                    plain.content(),
                    plain.details().withFormat(Optional.of(raw)));
            record(entry, dataset("", true, Map.of("keylocation", "file:///key")));

            assertThat(plan(true, NAS, to(COPY, entry)).get(0).afterwards())
                    .containsExactly(wanted(COPY, Map.of("keylocation", "file:///key")));
        }
    }

    @Nested
    class RecursiveStream {
        private final BackupEntry first = recursive(full(1));
        private final BackupEntry second = recursive(on(1, 2));
        private final DatasetName child = new DatasetName("backup/copy/a");

        @Test
        void otherName_leavesOutThePlaceAndSetsLimitsAtTheEnd() {
            record(first, dataset("", true, Map.of()), dataset("a", true, ALL));
            record(second, dataset("", false, Map.of()), dataset("a", false, Map.of("quota", "70")));
            List<StepProperties> properties = plan(true, NAS, to(COPY, first), to(COPY, second));

            assertThat(properties.get(0).except())
                    .containsExactlyInAnyOrder("mountpoint", "sharenfs", "sharesmb", "quota");
            assertThat(properties.get(0).afterwards()).isEmpty();
            assertThat(properties.get(0).notes()).singleElement().asString().startsWith("backup/copy/a does not get");
            assertThat(properties.get(1).except()).contains("mountpoint", "quota");
            assertThat(properties.get(1).afterwards()).containsExactly(wanted(child, Map.of("quota", "70")));
            assertThat(properties.get(1).notes()).isEmpty();
        }

        @Test
        void sameNameAndHost_leavesOutLimitsAlone() {
            record(first, dataset("", true, ALL));

            assertThat(plan(true, NAS, to(HOME, first)).get(0).except()).containsExactly("quota");
        }

        @Test
        void existingDatasets_keepTheirLimits() {
            record(second, dataset("", false, ALL));
            StepProperties properties = plan(true, NAS, to(HOME, second)).get(0);

            assertThat(properties.except()).containsExactly("quota");
            assertThat(properties.afterwards()).isEmpty();
        }

        @Test
        void withoutProperties_leavesOutAllThatTheStreamHas() {
            record(
                    first,
                    dataset("", true, Map.of("atime", "off")),
                    dataset("a", true, Map.of("a:b", "c", "quota", "1")));
            StepProperties properties = plan(false, NAS, to(HOME, first)).get(0);

            assertThat(properties.except())
                    .containsExactlyInAnyOrder("mountpoint", "sharenfs", "sharesmb", "atime", "a:b", "quota");
            assertThat(properties.afterwards()).isEmpty();
            assertThat(properties.notes()).isEmpty();
        }
    }
}
