package org.zfsbackup.camel.component.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.zfs.DatasetName;

class ReceiveConfigurationTest {
    private final ReceiveConfiguration configuration = new ReceiveConfiguration();

    ReceiveConfigurationTest() {
        configuration.setSet(Map.of("canmount", "noauto", "compression", "zstd"));
    }

    private static ReceiveRequest request(boolean volume, boolean isNew) {
        return new ReceiveRequest(new DatasetName("backup/a"), volume, isNew, false, true, false);
    }

    @Test
    void newFileSystem_getsAllThatIsSet() {
        assertThat(configuration.options(request(false, true)).set())
                .isEqualTo(Map.of("readonly", "on", "canmount", "noauto", "compression", "zstd"));
    }

    @Test
    void newVolume_getsWhatAppliesToVolumes() {
        assertThat(configuration.options(request(true, true)).set())
                .isEqualTo(Map.of("readonly", "on", "compression", "zstd"));
    }

    @Test
    void plainDatasetBelowARawOne_isNotEncrypted() {
        ReceiveRequest plain = new ReceiveRequest(new DatasetName("backup/a"), true, true, true, false, false);

        assertThat(configuration.options(plain).set()).containsEntry("encryption", "off");
    }

    @Test
    void existingReplica_keepsItsOwn() {
        assertThat(configuration.options(request(false, false)).set()).isEmpty();
        assertThat(configuration.options(request(false, false)).except()).contains("mountpoint");
    }
}
