package org.zfsbackup.camel.component.pipe;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.CamelSecrets;
import org.zfsbackup.pipe.secret.SecretSource;

/** Where a pipe gets its password from. */
@UriParams
public final class PipeSecretConfiguration {
    @UriParam(
            label = "security",
            description = "openssl, and age without recipients: the file whose first line is the password.")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "A reference to the password, instead of passwordFile. Written like a placeholder"
                    + " without braces: env:NAME, or a vault's reference such as hashicorp:engine:name.")
    private @Nullable String passwordReference;

    @UriParam(label = "security", description = "Accept a password file that other users than its owner can read.")
    private boolean allowReadableSecrets;

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable String getPasswordReference() {
        return passwordReference;
    }

    public void setPasswordReference(@Nullable String passwordReference) {
        this.passwordReference = passwordReference;
    }

    public boolean isAllowReadableSecrets() {
        return allowReadableSecrets;
    }

    public void setAllowReadableSecrets(boolean allowReadableSecrets) {
        this.allowReadableSecrets = allowReadableSecrets;
    }

    Optional<SecretSource> password(CamelContext context) {
        return CamelSecrets.of("the password", passwordFile, passwordReference, allowReadableSecrets, context);
    }
}
