package org.zfsbackup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * How far verifications that read a part of the chunks have come: {@code verify.json} names the last chunk that was read.
 * Two at the same time may read the same chunks; nothing else depends on the file.
 */
public final class VerifyProgress {
    private final Repository target;

    /** Creates access to the file of a repository. */
    public VerifyProgress(Repository target) {
        this.target = target;
    }

    /** Returns the name of the last chunk that was read, or nothing if none was, or if the file cannot be read. */
    public Optional<String> last() throws IOException {
        JsonNode document =
                target.read(target.verifyProgress()).map(SmallDocuments::read).orElse(SmallDocuments.missing());
        return Optional.ofNullable(document.path("chunk").textValue());
    }

    /** Notes the last chunk that was read. */
    public void note(String chunk) throws IOException {
        target.write(
                target.verifyProgress(),
                SmallDocuments.write(SmallDocuments.empty().put("chunk", chunk)));
    }
}
