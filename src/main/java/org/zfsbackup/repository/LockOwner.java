package org.zfsbackup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that holds a lock.
 *
 * @param pidNamespace tells the process numbers of one host, boot and container from those of another
 * @param started when the process began, in the kernel's ticks since its boot, which no setting of the clock changes:
 *     process numbers are used again
 */
record LockOwner(String id, String host, String pidNamespace, long pid, long started) {
    static LockOwner self(String id) {
        ProcessHandle self = ProcessHandle.current();
        return new LockOwner(id, HostName.local(), ownSpace(), self.pid(), startOf(self.pid()));
    }

    static LockOwner of(JsonNode node) {
        return new LockOwner(
                node.path("id").asText(),
                node.path("host").asText("an unknown host"),
                node.path("space").asText(),
                node.path("pid").asLong(),
                node.path("started").asLong());
    }

    byte[] document() {
        return SmallDocuments.write(SmallDocuments.empty()
                .put("id", id)
                .put("host", host)
                .put("space", pidNamespace)
                .put("pid", pid)
                .put("started", started));
    }

    /** Whether its end can be seen from here. */
    boolean isInOurSpace() {
        return !pidNamespace.isEmpty() && pidNamespace.equals(ownSpace());
    }

    boolean isThisProcess() {
        return pid == ProcessHandle.current().pid() && isInOurSpace() && isAlive();
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && startOf(pid) == started;
    }

    /** Field 22 of {@code /proc/PID/stat}; the second, the program's name, may itself hold blanks and brackets. */
    static long startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[19]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
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
