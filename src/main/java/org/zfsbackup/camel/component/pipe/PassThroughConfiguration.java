package org.zfsbackup.camel.component.pipe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.TreeSet;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of the pipes that leave the bytes as they are. */
@UriParams
public final class PassThroughConfiguration {
    @UriParam(description = "count: read the stream to its end here; the body is then the number of bytes.")
    private boolean drain;

    @UriParam(
            description = "throttle: the most bytes a second, for example 20MiB; 0, or none, is no limit. The component"
                    + " changes it while streams run: setRate(name, bytes), also over JMX.")
    private @Nullable String rate;

    @UriParam(description = "digest: the hash, by Java's name for it.", defaultValue = "SHA-256")
    private String algorithm = "SHA-256";

    @UriParam(description = "spool: the directory for the file. The system's for temporary files by default.")
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
                    "there is no digest '" + algorithm + "' here: known are "
                            + new TreeSet<>(Security.getAlgorithms("MessageDigest")),
                    e);
        }
    }
}
