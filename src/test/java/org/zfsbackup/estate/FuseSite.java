package org.zfsbackup.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.zfsbackup.cli.Cli;
import org.zfsbackup.fixture.RealZfs;

/** This host's zfs-fuse, with pools in files. */
record FuseSite(RealZfs pool, RealZfs copiesPool, RealZfs each, RealZfs whole, Path directory) implements Site {
    static FuseSite in(Path directory) {
        return new FuseSite(
                RealZfs.in(directory), RealZfs.in(directory), RealZfs.in(directory), RealZfs.in(directory), directory);
    }

    @Override
    public String source() {
        return pool.pool() + "/estate";
    }

    @Override
    public String copies() {
        return copiesPool.pool();
    }

    @Override
    public String replicas(String name) {
        return (name.equals("each") ? each : whole).pool();
    }

    @Override
    public String folder() {
        return directory.toString();
    }

    @Override
    public boolean isOpenZfs() {
        return false;
    }

    @Override
    public String sh(String script) {
        return pool.output("bash", "-euo", "pipefail", "-c", script);
    }

    @Override
    public Process send(String snapshot) {
        try {
            return new ProcessBuilder("zfs", "send", snapshot)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Cli zfsbackup(String... arguments) {
        return Cli.run(arguments);
    }

    @Override
    public void close() {
        List.of(whole, each, copiesPool, pool).forEach(RealZfs::close);
    }
}
