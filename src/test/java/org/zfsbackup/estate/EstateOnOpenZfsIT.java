package org.zfsbackup.estate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A generated estate with volumes and encrypted datasets, in the OpenZFS guest. {@code bin/estate --openzfs} runs a longer one. */
@Tag("openzfs")
class EstateOnOpenZfsIT {
    @Test
    void everythingCalledGood_comesBack() {
        new GeneratedEstate(16, 1).run(OpenZfsSite::inGuest);
    }
}
