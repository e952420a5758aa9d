package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.ChunkSums;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupMap;

/** Removes what killed runs have left at a target, without a backup. */
public final class CleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private final Repository target;
    private final Duration lockTimeout;

    /** Fails at once if another run has the lock. */
    public CleanUp(Repository target) {
        this(target, Duration.ZERO);
    }

    /**
     * @param target the repository
     * @param lockTimeout how long to wait for another run on the same repository
     */
    public CleanUp(Repository target, Duration lockTimeout) {
        this.target = target;
        this.lockTimeout = lockTimeout;
    }

    /**
     * Cleans up under the lock.
     *
     * @return the number of interrupted uploads that were aborted
     * @throws IOException if the map is damaged, another run has the lock, or the target fails
     */
    public int run() throws IOException {
        BackupIndex index = new BackupIndex(target);
        index.load();
        try (RunLock lock = Reserve.lock(target, lockTimeout)) {
            lock.check();
            Leftovers leftovers = new Leftovers(target);
            int uploads = leftovers.abortUploads();
            BackupMap map = index.load();
            if (index.isBehind()) {
                LOG.info("Rewriting the index of {}", target);
                index.write(map);
            }
            leftovers.removeAll(map);
            target.store().delete(target.previousMap());
            repairRecipe(map);
            Reserve.keep(target, map);
            return uploads;
        }
    }

    private void repairRecipe(BackupMap map) throws IOException {
        Optional<byte[]> recipe = target.read(target.recipe());
        Optional<byte[]> sums = target.read(target.sums());
        boolean right = recipe.isPresent()
                && Recipe.state(recipe.get(), map, target) == Recipe.State.RIGHT
                && sums.isPresent()
                && ChunkSums.state(sums.get(), map, target) == Recipe.State.RIGHT;
        if (!right && !map.ids().isEmpty()) {
            LOG.info("Rewriting {} and {}", target.recipe(), target.sums());
            Recipe.write(map, target);
        }
    }
}
