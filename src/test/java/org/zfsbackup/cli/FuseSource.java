package org.zfsbackup.cli;

import java.util.Map;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** A dataset of a pool of this host's. */
final class FuseSource implements RemoteReplica.Growing {
    private final RealZfs pool;
    private final String dataset;
    private int snapshots;

    FuseSource(RealZfs pool, String name) {
        this.pool = pool;
        this.dataset = pool.dataset(name);
    }

    @Override
    public String dataset() {
        return dataset;
    }

    @Override
    public String grow(int bytes) {
        snapshots++;
        Trees.random(pool.path(dataset).resolve("random " + snapshots), bytes, snapshots);
        Trees.text(pool.path(dataset).resolve("changed"), "for the " + snapshots + "th time\n");
        pool.snapshot(dataset, "s" + snapshots);
        return "s" + snapshots;
    }

    @Override
    public Map<String, String> newest() {
        return Trees.hashes(pool.path(dataset));
    }
}
