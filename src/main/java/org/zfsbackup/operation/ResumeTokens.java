package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.UnknownTokenException;
import org.zfsbackup.zfs.Zfs;

/** Asks zfs what the resume tokens of datasets say. */
final class ResumeTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ResumeTokens.class);

    private ResumeTokens() {}

    /**
     * Returns the tokens of those datasets that hold the partial state of an interrupted receive. One that zfs cannot read
     * is left out, with a warning. Runs one process for each token.
     */
    static Map<DatasetName, ResumeToken> of(Zfs zfs, Collection<DatasetState> datasets) throws IOException {
        Map<DatasetName, ResumeToken> tokens = new HashMap<>();
        for (DatasetState dataset : datasets) {
            if (dataset.token().isPresent()) {
                try {
                    tokens.put(dataset.name(), zfs.token(dataset.token().get()));
                } catch (UnknownTokenException e) {
                    LOG.warn("The interrupted receive of {} cannot be resumed: {}", dataset.name(), e.getMessage());
                }
            }
        }
        return tokens;
    }
}
