package org.zfsbackup.store.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * How to connect and log in to a server. As a bean it creates the {@link S3Client} that both Camel's {@code aws2-s3:}
 * and our store use. Settings that are not made are found like the SDK does: in the environment, in {@code ~/.aws}, or
 * from the machine's role. Not for several threads.
 */
public final class S3ClientConfig {
    /**
     * More than all parallel parts can use; otherwise the renewal of the lock would wait for gigabytes of chunks, and
     * the lock would expire.
     */
    private static final int CONNECTIONS = 1024;

    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Region ANY = Region.US_EAST_1;

    private @Nullable URI server;
    private @Nullable String region;
    private @Nullable Boolean pathStyle;
    private boolean checksums = true;
    private Duration timeout = Duration.ofSeconds(60);
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable String profile;
    private @Nullable Path credentialsFile;

    /**
     * The server's address, for example {@code https://s3.example.org:9000}; by default Amazon's.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public void setServer(@Nullable String server) {
        this.server = server == null ? null : address(server);
    }

    private static URI address(String text) {
        URI address = URI.create(text.contains("://") ? text : "https://" + text);
        String scheme = address.getScheme();
        if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the address of a server: use https://HOST or https://HOST:PORT");
        }
        return address;
    }

    /** The region of the bucket; most other servers accept any. */
    public void setRegion(@Nullable String region) {
        this.region = region;
    }

    /**
     * Whether the bucket is in the path of a URL and not in the host name; by default for servers other than Amazon.
     */
    public void setPathStyle(@Nullable Boolean pathStyle) {
        this.pathStyle = pathStyle;
    }

    /**
     * Whether uploads have Amazon's CRC32 checksums of 2025 and signed chunked encoding. Switch it off for servers that
     * refuse them, such as Ceph 16; uploads then have an MD5.
     */
    public void setChecksums(boolean checksums) {
        this.checksums = checksums;
    }

    boolean checksums() {
        return checksums;
    }

    /** The longest time without a byte on a connection, after which the request is repeated. */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /** The credentials; by default the SDK searches for them. */
    public void setCredentials(@Nullable AwsCredentialsProvider credentials) {
        this.credentials = credentials;
    }

    /** An access key and its secret. */
    public void setKey(String id, String secret) {
        setCredentials(new AccessKey(id, secret, Optional.empty()).provider());
    }

    /** An access key, its secret, and the token of the session for which they are valid. */
    public void setSessionKey(String id, String secret, String sessionToken) {
        setCredentials(new AccessKey(id, secret, Optional.of(sessionToken)).provider());
    }

    /** The profile in the credentials file. */
    public void setProfile(@Nullable String profile) {
        this.profile = profile;
    }

    /** A file like {@code ~/.aws/credentials}. It is read again whenever it has changed. */
    public void setCredentialsFile(@Nullable Path credentialsFile) {
        this.credentialsFile = credentialsFile;
    }

    /** A client that repeats requests if that is safe; the caller closes it. */
    @SuppressWarnings("deprecation") // Camel's own endpoint for buckets brings this HTTP client, and no newer one.
    public S3Client client() {
        boolean ownPathStyle = pathStyle == null ? server != null : pathStyle;
        var builder = S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(timeout)
                        .expectContinueEnabled(false))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(ownPathStyle)
                        .chunkedEncodingEnabled(checksums && !"http".equals(server == null ? "" : server.getScheme()))
                        .build())
                .requestChecksumCalculation(
                        checksums
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .crossRegionAccessEnabled(server == null)
                .overrideConfiguration(override -> override.retryStrategy(retries()))
                .credentialsProvider(provider());
        if (server != null) {
            builder.endpointOverride(server);
        }
        if (region != null) {
            builder.region(Region.of(region));
        } else if (server != null) {
            builder.region(ANY);
        }
        return builder.build();
    }

    private static StandardRetryStrategy retries() {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE);
        return software.amazon.awssdk.awscore.retry.AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .circuitBreakerEnabled(false)
                .build();
    }

    private AwsCredentialsProvider provider() {
        if (credentials != null) {
            return credentials;
        }
        if (credentialsFile != null) {
            return new CredentialsFile(credentialsFile, profile);
        }
        // Both read the files in ~/.aws again after a change, since version 2.41.5 of the SDK.
        return profile == null
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.create(profile);
    }

    /** Without a secret. */
    @Override
    public String toString() {
        return server == null ? "Amazon S3" : server.toString();
    }
}
