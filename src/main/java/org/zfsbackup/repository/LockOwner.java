package org.zfsbackup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that holds a lock.
 *
 * @param id the ID of the lock
 * @param host the name of its host
 * @param pidNamespace distinguishes the process numbers of one host, boot and container from those of another
 * @param pid its process number
 * @param started when it started, in the kernel's ticks since boot, which do not depend on the clock: process numbers
 *     are reused
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

    /** Returns whether this process can see if the owner is alive. */
    boolean isInOurSpace() {
        return !pidNamespace.isEmpty() && pidNamespace.equals(ownSpace());
    }

    boolean isThisProcess() {
        return pid == ProcessHandle.current().pid() && isInOurSpace() && isAlive();
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && startOf(pid) == started;
    }

    /**
     * Returns field 22 of {@code /proc/PID/stat} (proc(5)). The second field, the program's name, may itself contain
     * blanks and brackets.
     */
    static long startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[19]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** Returns the namespace on Linux, and an empty text elsewhere: locks then expire by their age only. */
    private static String ownSpace() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "/"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return "";
        }
    }
}
