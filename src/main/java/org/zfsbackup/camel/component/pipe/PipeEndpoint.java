package org.zfsbackup.camel.component.pipe;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.camel.StallConfiguration;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.stream.ByteSize;
import org.zfsbackup.stream.Pace;

/**
 * Transform a stream (compress, encrypt, command), or count, hash, spool or throttle it.
 *
 * <p>The transformation is lazy: bytes move when a later step reads. A pipe that changes the bytes records itself in
 * the exchange, so that the map says how to reverse it.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "pipe",
        title = "Pipe",
        syntax = "pipe:kind",
        producerOnly = true,
        category = {Category.TRANSFORMATION},
        headersClass = ZfsConstants.class)
public final class PipeEndpoint extends DefaultEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PipeEndpoint.class);

    @UriPath(
            description = "The pipe. These change the bytes: gzip, zstd, age, openssl, exec, bean, dataformat."
                    + " These do not: count, digest, throttle, spool, none. Further pipes are found with"
                    + " java.util.ServiceLoader.")
    @Metadata(required = true)
    private String kind;

    @UriParam
    private EncodeConfiguration encode = new EncodeConfiguration();

    @UriParam
    private PassThroughConfiguration passThrough = new PassThroughConfiguration();

    @UriParam
    private PipeSecretConfiguration secret = new PipeSecretConfiguration();

    @UriParam
    private StallConfiguration stall = new StallConfiguration();

    PipeEndpoint(String uri, PipeComponent component, String kind) {
        super(uri, component);
        this.kind = kind;
    }

    /** @throws IllegalArgumentException if there is no such pipe, or if the value of an option is invalid */
    void check() {
        String wantedRate = passThrough.getRate();
        if (wantedRate != null) {
            pace().rate(ByteSize.parse(wantedRate));
        }
        messageDigest();
        if (PassThrough.of(kind).isEmpty()) {
            Pipes.kind(kind).recorded(spec(), context());
            Pipes.kind(kind).caution().ifPresent(caution -> LOG.info("pipe:{}: {}", kind, caution));
        }
    }

    PipeSpec spec() {
        return encode.spec(kind);
    }

    /** Endpoints with the same name share a pace; an endpoint without a name has its own. */
    Pace pace() {
        String name = encode.getName();
        return getComponent().pace(name == null ? getEndpointUri() : name);
    }

    MessageDigest messageDigest() {
        return passThrough.messageDigest();
    }

    PipeContext context() {
        return new PipeContext(
                stall.duration(),
                secret.password(getCamelContext()),
                Optional.empty(),
                Map.of(),
                getComponent().functions());
    }

    @Override
    public PipeComponent getComponent() {
        return (PipeComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new PipeProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("pipe: cannot start a route; use it in a to: step");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    public EncodeConfiguration getEncode() {
        return encode;
    }

    public void setEncode(EncodeConfiguration encode) {
        this.encode = encode;
    }

    public PassThroughConfiguration getPassThrough() {
        return passThrough;
    }

    public void setPassThrough(PassThroughConfiguration passThrough) {
        this.passThrough = passThrough;
    }

    public PipeSecretConfiguration getSecret() {
        return secret;
    }

    public void setSecret(PipeSecretConfiguration secret) {
        this.secret = secret;
    }

    public StallConfiguration getStall() {
        return stall;
    }

    public void setStall(StallConfiguration stall) {
        this.stall = stall;
    }
}
