package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendFeaturesTest {
    @Test
    void openZfsEstimatesAndResumes() {
        SendFeatures features = SendFeatures.fromUsage(
                """
                missing snapshot argument
                usage:
                	send [-DLPbcehnpsVvw] [-i|-I snapshot]
                	     [-R [-X dataset[,dataset]...]]     <snapshot>
                	send [-DnVvPLecw] [-i snapshot|bookmark] <filesystem|volume|snapshot>
                	send [-nVvPe] -t <receive_resume_token>
                """);

        assertThat(features.flags()).contains('D', 'L', 'P', 'b', 'c', 'e', 'h', 'n', 'p', 's', 'V', 'v', 'w');
        assertThat(features.estimates()).isTrue();
        assertThat(features.resumes()).isTrue();
    }

    @Test
    void zfsFuseDoesNeither() {
        SendFeatures features = SendFeatures.fromUsage(
                """
                missing snapshot argument
                usage:
                	send [-RDp] [-[iI] snapshot] <snapshot>
                """);

        assertThat(features.flags()).containsExactlyInAnyOrder('D', 'R', 'p');
        assertThat(features.estimates()).isFalse();
        assertThat(features.resumes()).isFalse();
    }

    @Test
    void whatIsNoUsageTellsNothing() {
        assertThat(SendFeatures.fromUsage("zfs: command not found").flags()).isEmpty();
        assertThat(SendFeatures.fromUsage("resend [-nvP]").estimates()).isFalse();
    }
}
