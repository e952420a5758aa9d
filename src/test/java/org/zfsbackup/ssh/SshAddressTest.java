package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"nas", "me@nas", "me@192.0.2.1", "me@fe80::1%eth0", "DOMAIN\\me@nas.example.org"})
    void anAddressIsShownAsItWasGiven(String address) {
        assertThat(SshAddress.parse(address)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@nas",
                "me@",
                "-oProxyCommand=x",
                "-l@nas",
                "me@-oProxyCommand=x",
                "a@b@c",
                "me@na s",
                " nas",
                "me\t@nas",
                "me@nas\n",
                "me@`id`",
                "me@$(id)",
                "me@a;b",
                "me@'a'",
                "m|e@nas"
            })
    void whatAProgramCouldTakeForSomethingElseIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshAddress.parse(address))
                .withMessageContaining("not the name of a");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void aPortIsANumberThatThereIs(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshAddress.parse("nas").withPort(port));
    }

    @Test
    void thePortIsShown() {
        assertThat(SshAddress.parse("me@nas").withPort(2222)).hasToString("me@nas:2222");
        assertThat(SshAddress.parse("me@fe80::1").withPort(2222)).hasToString("me@[fe80::1]:2222");
    }
}
