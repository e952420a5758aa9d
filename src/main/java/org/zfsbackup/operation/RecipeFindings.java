package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.repository.ChunkSums;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;

/** Compares {@code RESTORE.txt} and {@code SHA256SUMS} with the map. Changes nothing. */
final class RecipeFindings {
    private static final String RECIPE = "the recipe for restoring by hand ";
    private static final String SUMS = "the file with the digests for sha256sum ";
    private static final String AGAIN = ": " + VerifyTarget.BY_ITSELF;

    private final Repository target;
    private final BackupMap map;
    private final List<VerifyReport.Finding> findings = new ArrayList<>();

    private RecipeFindings(Repository target, BackupMap map) {
        this.target = target;
        this.map = map;
    }

    static List<VerifyReport.Finding> of(Repository target, BackupMap map) throws IOException {
        RecipeFindings found = new RecipeFindings(target, map);
        found.recipe();
        found.sums();
        return found.findings;
    }

    private void recipe() throws IOException {
        Optional<byte[]> found = target.read(target.recipe());
        if (found.isEmpty()) {
            addUnlessEmpty(target.recipe(), false, RECIPE + "is missing" + AGAIN);
            return;
        }
        switch (Recipe.state(found.get(), map, target)) {
            case RIGHT -> {}
            case OUTDATED -> add(target.recipe(), true, RECIPE + "is older than the map" + AGAIN);
            case DAMAGED ->
                add(target.recipe(), false, RECIPE + "was changed, or was written by an older version" + AGAIN);
        }
    }

    private void sums() throws IOException {
        Optional<byte[]> found = target.read(target.sums());
        if (found.isEmpty()) {
            boolean older = !target.read(target.recipe()).map(Recipe::namesSums).orElse(true);
            addUnlessEmpty(target.sums(), older, SUMS + "is missing" + AGAIN);
            return;
        }
        switch (ChunkSums.state(found.get(), map, target)) {
            case RIGHT -> {}
            case OUTDATED -> add(target.sums(), true, SUMS + "is older than the map" + AGAIN);
            case DAMAGED -> add(target.sums(), false, SUMS + "was changed" + AGAIN);
        }
    }

    private void addUnlessEmpty(String object, boolean harmless, String text) {
        if (!map.ids().isEmpty()) {
            add(object, harmless, text);
        }
    }

    private void add(String object, boolean harmless, String text) {
        findings.add(new VerifyReport.Finding(object, harmless, text));
    }
}
