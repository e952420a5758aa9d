package org.zfsbackup.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.zfsbackup.target.HostName;

/**
 * The process that holds a lock.
 *
 * @param space tells the process numbers of one host, boot and container from those of another
 * @param started when the process began, in milliseconds of the epoch: process numbers are used again
 */
record Owner(String id, String host, String space, long pid, long started) {
    static Owner self(String id) {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(id, HostName.local(), ownSpace(), self.pid(), startOf(self));
    }

    static Owner of(JsonNode node) {
        return new Owner(
                node.path("id").asText(),
                node.path("host").asText("an unknown host"),
                node.path("space").asText(),
                node.path("pid").asLong(),
                node.path("started").asLong());
    }

    byte[] document() {
        return Documents.write(Documents.empty()
                .put("id", id)
                .put("host", host)
                .put("space", space)
                .put("pid", pid)
                .put("started", started));
    }

    /** Whether its end can be seen from here. */
    boolean isInOurSpace() {
        return !space.isEmpty() && space.equals(ownSpace());
    }

    boolean isAlive() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent() && Math.abs(startOf(process.get()) - started) < 2000;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Linux only; elsewhere empty, and locks lapse by their age alone. */
    private static String ownSpace() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "/"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return "";
        }
    }
}
