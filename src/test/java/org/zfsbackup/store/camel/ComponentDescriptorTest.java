package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.store.ObjectStore;

class ComponentDescriptorTest {
    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    private ComponentDescriptor kind(String scheme) throws IOException {
        return ComponentDescriptor.of(scheme, context).orElseThrow();
    }

    @Test
    void whatTheUserSaysIsKept() throws IOException {
        assertThat(kind("sftp").completed("sftp://h/d"))
                .startsWith("sftp://h/d?")
                .contains("strictHostKeyChecking=yes");
        assertThat(kind("sftp").completed("sftp://h/d?strictHostKeyChecking=no"))
                .startsWith("sftp://h/d?strictHostKeyChecking=no&")
                .doesNotContain("=yes");
    }

    @Test
    void whatMustBeCannotBeSaidOtherwise() throws IOException {
        assertThat(kind("ftp").completed("ftp://h/d?binary=true")).containsOnlyOnce("binary");
        assertThatIllegalArgumentException().isThrownBy(() -> kind("ftp").completed("ftp://h/d?binary=false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "../endpoint/sftp", "SFTP"})
    void thereAreNoOthers(String scheme) throws IOException {
        assertThat(ComponentDescriptor.of(scheme, context)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sftp://me:secret@h:22/d?password=secret, sftp://me@h:22/d",
        "sftp:me:secret@h/d, sftp:me@h/d",
        "ftp://h/d, ftp://h/d",
        "azure-storage-blob:account/c?accessKey=secret&credentialType=SHARED_ACCOUNT_KEY, azure-storage-blob:account/c",
    })
    void aTargetIsShownWithoutSecrets(String uri, String shown) {
        try (ObjectStore store = EndpointStores.open(context, uri)) {
            assertThat(store.uri()).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sftp://me:secret@h/d?passwort=secret",
                "sftp://me@h/d?passwort=RAW(secret&1)",
                "sftp://me@h//absolute?password=secret",
                "ftp://me@h/d?password=secret&binary=false",
                "azure-storage-blob:account/c?accesskey2=secret",
            })
    void whatIsRefusedIsToldWithoutSecrets(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointStores.open(context, uri))
                .withMessageNotContaining("secret")
                .withNoCause();
    }
}
