package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Deletions;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.Source;

/** What a verification finds beside the backups. */
class VerifyTargetTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;

    VerifyTargetTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    @BeforeEach
    void makeBackups() throws IOException {
        shelf.backup(1, 0);
        shelf.backup(2, 1);
    }

    private VerifyReport verify() throws IOException {
        return new VerifyBackups(target, PipeContext.plain(), Thawing.DEFAULT).verify(Optional.empty());
    }

    private List<String> findings() throws IOException {
        return verify().findings().stream()
                .map(one -> (one.harmless() ? "note " : "wrong ") + one.object() + ": " + one.text())
                .toList();
    }

    private String onlyFinding() throws IOException {
        assertThat(findings()).hasSize(1);
        return findings().get(0);
    }

    @Test
    void wholeTarget_hasNoFindings() throws IOException {
        assertThat(findings()).isEmpty();
        assertThat(verify().isGood()).isTrue();
    }

    @Test
    void linkInAnyFolder_isNamed() throws IOException {
        for (String folder : List.of("chunks", "backups", "pending", "lock")) {
            Path link = Files.createDirectories(directory.resolve("host1").resolve(folder))
                    .resolve("link");
            Files.createSymbolicLink(link, directory);
            assertThat(findings())
                    .contains("wrong host1/" + folder
                            + "/link: this is a symbolic link, which zfsbackup does not follow: remove it");
            Files.delete(link);
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void chunkBehindALink_isDamageOfItsBackup() throws IOException {
        Path chunk = directory.resolve(target.chunk("id2", 2));
        Files.move(chunk, directory.resolve("elsewhere"));
        Files.createSymbolicLink(chunk, directory.resolve("elsewhere"));
        assertThat(verify().results())
                .extracting(VerifyReport.Result::state)
                .containsExactly(VerifyReport.State.GOOD, VerifyReport.State.DAMAGED);
    }

    @Test
    void missingRecord_isNamed() throws IOException {
        target.store().delete(target.backup("id1"));
        assertThat(onlyFinding()).startsWith("wrong host1/backups/id1.json: the record of tank/home@s1 is missing");
    }

    @Test
    void recordThatSaysSomethingElse_isNamed() throws IOException {
        shelf.record(BackupEntries.withId(BackupEntries.full(7), "id1"));
        assertThat(onlyFinding()).startsWith("wrong host1/backups/id1.json").contains("differs from the map");
    }

    @Test
    void damagedRecordWithoutAnEntry_isNamed() throws IOException {
        shelf.put(target.backup("id3"), new byte[] {'{'});
        assertThat(onlyFinding()).startsWith("wrong host1/backups/id3.json").contains("cannot be used");
    }

    @Test
    void chunksWithoutARecord_areCountedAndLeftOutOfAMap() throws IOException {
        shelf.chunks(3, 2);
        assertThat(onlyFinding())
                .isEqualTo("wrong host1/chunks/id3.*: 3 chunks do not belong to any backup in the map or the records");

        target.store().delete(target.map());
        assertThat(new RebuildMap(target).rebuild().leftOut())
                .containsExactly("the chunks host1/chunks/id3.* (3) belong to no record");
    }

    @Test
    void runThatWasBrokenOff_isOnlyNoted() throws IOException {
        shelf.mark("id3");
        shelf.chunks(3, 2);
        assertThat(onlyFinding()).startsWith("note host1/pending").contains("id3", "verify --cleanup");
        assertThat(verify().isGood()).isTrue();

        new CleanUp(target).run();
        assertThat(findings()).isEmpty();
    }

    @Test
    void recipeAndMap_areMadeAnewByCleanUp() throws IOException {
        target.store().delete(target.recipe());
        shelf.put(target.map(), new byte[] {'{'});
        assertThat(findings())
                .hasSize(2)
                .allMatch(text -> text.startsWith("wrong ") && text.contains("verify --cleanup"));

        new CleanUp(target).run();
        assertThat(findings()).isEmpty();
    }

    @Test
    void recipeOfARunThatWasCutOff_isOnlyNoted() throws IOException {
        byte[] older = shelf.get(target.recipe());
        shelf.backup(3, 2);
        shelf.put(target.recipe(), older);
        assertThat(onlyFinding()).startsWith("note host1/RESTORE.txt").contains("older than the map");
    }

    @Test
    void sumsOfARunThatWasCutOff_areOnlyNoted() throws IOException {
        byte[] older = shelf.get(target.sums());
        shelf.backup(3, 2);
        shelf.put(target.sums(), older);

        assertThat(onlyFinding()).startsWith("note host1/SHA256SUMS").contains("older than the map");

        new CleanUp(target).run();
        assertThat(findings()).isEmpty();
    }

    @Test
    void missingSums_areWrongOnlyIfTheRecipeNamesThem() throws IOException {
        target.store().delete(target.sums());
        assertThat(onlyFinding()).startsWith("wrong host1/SHA256SUMS").contains("is missing", "verify --cleanup");

        shelf.put(target.recipe(), "of an older version".getBytes(StandardCharsets.UTF_8));
        assertThat(findings()).anyMatch(text -> text.startsWith("note host1/SHA256SUMS"));

        new CleanUp(target).run();
        assertThat(findings()).isEmpty();
    }

    @Test
    void originalsBackups_haveNoRecordsAndAreGood() throws IOException {
        Path other = directory.resolve("original");
        OriginalMini.copyTo(other);
        VerifyReport report = new VerifyBackups(new Shelf(other).target, PipeContext.plain(), Thawing.DEFAULT)
                .verify(Optional.empty());
        assertThat(report.findings()).isEmpty();
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void deletionThatWasBrokenOff_isFinishedByCleanUpAndNeverComesBack() throws IOException {
        DeletePlan.Delete plan = (DeletePlan.Delete)
                new DeleteBackups(target).plan(DeleteChoice.of(Source.parse("tank/home@s2"), false));
        new Deletions(target).begin(plan.ids(), plan.chunks());
        new BackupIndex(target).write(plan.from(shelf.map()));
        assertThat(findings())
                .filteredOn(text -> text.startsWith("note host1/pending"))
                .singleElement()
                .asString()
                .startsWith("note host1/pending: the backup id2 is being made or deleted");

        byte[] map = shelf.get(target.map());
        target.store().delete(target.map());
        assertThat(new RebuildMap(target).rebuild().map().ids()).containsExactly("id1");
        shelf.put(target.map(), map);

        new CleanUp(target).run();
        assertThat(findings()).isEmpty();
        assertThat(shelf.names()).noneMatch(name -> name.contains("id2"));
    }

    @Test
    void indexThatLacksARecord_isNotedAndRebuilt() throws IOException {
        shelf.record(shelf.chunks(3, 2));
        assertThat(findings())
                .filteredOn(text -> !text.contains(target.recipe()) && !text.contains(target.sums()))
                .singleElement()
                .asString()
                .startsWith("note host1/map.json: the index of the records is not up to date");

        assertThat(new RebuildMap(target).rebuild().map().ids()).containsExactlyInAnyOrder("id1", "id2", "id3");
        assertThat(findings()).isEmpty();
    }

    @Test
    void deletionThatLostOneRecord_isFinishedByCleanUp() throws IOException {
        DeletePlan.Delete plan =
                (DeletePlan.Delete) new DeleteBackups(target).plan(DeleteChoice.of(Source.parse("tank/home@s1"), true));
        new Deletions(target).begin(plan.ids(), plan.chunks());
        target.store().delete(target.backup("id1"));
        assertThat(ListBackups.list(target).size()).isZero();

        new CleanUp(target).run();
        assertThat(ListBackups.list(target).size()).isZero();
        assertThat(shelf.names()).noneMatch(name -> name.matches(".*(id[12]|delete-).*"));
    }

    @Test
    void deletionThatBrokeOffBeforeTheMapChanged_isNotedAndForgotten() throws IOException {
        DeletePlan.Delete plan = (DeletePlan.Delete)
                new DeleteBackups(target).plan(DeleteChoice.of(Source.parse("tank/home@s2"), false));
        Deletions.Deletion deletion = new Deletions(target).begin(plan.ids(), plan.chunks());
        assertThat(onlyFinding())
                .startsWith("note " + deletion.name() + ": the deletion of id2 has just begun, or was interrupted")
                .contains("the backups are complete", "Run `delete` again");

        new CleanUp(target).run();

        assertThat(findings()).isEmpty();
        assertThat(shelf.names()).contains(target.backup("id2"));
    }

    @Test
    void markThatNamesForeignObjects_deletesNone() throws IOException {
        shelf.put("host2/chunks/x.000001", new byte[1]);
        shelf.put(
                "host1/pending/delete-00000000-0000-0000-0000-000000000000.json",
                """
                {"backups": ["../../host2/map"], "chunks": ["host2/chunks/x.000001", "host1/chunks/../../host2/chunks/x.000001",
                "host1/map.json", "host1/chunks/id1.000001"]}"""
                        .getBytes(StandardCharsets.UTF_8));

        new CleanUp(target).run();

        assertThat(findings()).isEmpty();
        assertThat(target.store().stat("host2/chunks/x.000001")).isPresent();
        assertThat(shelf.names()).noneMatch(name -> name.contains("delete-"));
    }
}
