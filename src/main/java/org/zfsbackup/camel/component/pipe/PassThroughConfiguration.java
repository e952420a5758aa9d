package org.zfsbackup.camel.component.pipe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.TreeSet;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of the pipes that do not change the bytes. */
@UriParams
public final class PassThroughConfiguration {
    @UriParam(description = "count: read the stream to its end in this step. The body is then the number of bytes.")
    private boolean drain;

    @UriParam(
            description = "throttle: the maximum number of bytes a second, for example 20MiB; 0 means no limit,"
                    + " which is also the default. The component can change it while streams run, also over"
                    + " JMX: setRate(name, bytes).")
    private @Nullable String rate;

    @UriParam(description = "digest: the hash algorithm, by its name in Java.", defaultValue = "SHA-256")
    private String algorithm = "SHA-256";

    @UriParam(description = "spool: the directory of the temporary file. By default the system's temporary directory.")
    private @Nullable String directory;

    public boolean isDrain() {
        return drain;
    }

    public void setDrain(boolean drain) {
        this.drain = drain;
    }

    public @Nullable String getRate() {
        return rate;
    }

    public void setRate(@Nullable String rate) {
        this.rate = rate;
    }

    public String getAlgorithm() {
        return algorithm;
    }

    public void setAlgorithm(String algorithm) {
        this.algorithm = algorithm;
    }

    public @Nullable String getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable String directory) {
        this.directory = directory;
    }

    MessageDigest messageDigest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "unknown digest algorithm '" + algorithm + "'; this Java knows "
                            + new TreeSet<>(Security.getAlgorithms("MessageDigest")),
                    e);
        }
    }
}
