package org.zfsbackup.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.zfsbackup.fixture.OpenZfsGuest;

/** A dataset of the guest, whose zfs is reached as if it were this host's. The source can resume interrupted streams. */
final class GuestSource implements RemoteReplica.Growing, AutoCloseable {
    private final OpenZfsGuest guest = OpenZfsGuest.running();
    private final String dataset;
    private int snapshots;

    GuestSource(String name) {
        this.dataset = guest.dataset("tank", name);
    }

    @Override
    public String dataset() {
        return dataset;
    }

    @Override
    public String zfs() {
        return "'%s' \"$@\"".formatted(guest.zfsCommand());
    }

    @Override
    public String grow(int bytes) {
        snapshots++;
        guest.sh(
                """
                cd "$(zfs get -H -o value mountpoint %1$s)"
                head -c %2$d /dev/urandom > 'random %3$d'
                echo 'for the %3$dth time' > changed
                zfs snapshot %1$s@s%3$d
                """
                        .formatted(dataset, bytes, snapshots));
        return "s" + snapshots;
    }

    @Override
    public Map<String, String> newest() {
        return guest.manifest(dataset + "@s" + snapshots).entrySet().stream()
                .collect(Collectors.toMap(
                        file -> file.getKey().substring(2), Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    @Override
    public void close() {
        guest.close();
    }
}
