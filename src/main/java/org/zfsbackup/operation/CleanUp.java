package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.MapFile;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupMap;

/** Removes what runs that were killed have left at a target, without a backup being made. */
public final class CleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private final Repository target;

    public CleanUp(Repository target) {
        this.target = target;
    }

    /** Under the lock; tells how many broken-off uploads were given up. */
    public int run() throws IOException {
        MapFile maps = new MapFile(target);
        maps.load();
        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            int uploads = Leftovers.abortUploads(target);
            BackupMap map = maps.load();
            Leftovers.removeUncommitted(target, map);
            repair(maps, map);
            return uploads;
        }
    }

    /** The recipe and the map before this one can be made from the map; nothing else can. */
    private void repair(MapFile maps, BackupMap map) throws IOException {
        Optional<byte[]> recipe = target.read(target.recipe());
        boolean right = recipe.isPresent() && Recipe.state(recipe.get(), map, target) == Recipe.State.RIGHT;
        if (!right && !map.ids().isEmpty()) {
            LOG.info("Writing {} anew", target.recipe());
            target.write(target.recipe(), Recipe.of(map, target));
        }
        maps.repairPrevious();
    }
}
