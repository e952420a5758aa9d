package org.zfsbackup.store.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.library.OptionalLibrary;

/**
 * A bucket and its options, from a URI such as {@code aws2-s3:BUCKET?region=eu-central-1&storageClass=STANDARD_IA}.
 *
 * <p>The options have the names of Camel's endpoint of the same scheme, so that one text serves both. Our own options
 * are {@code checksums}, {@code credentialsFile}, {@code glacier}, {@code partSize} (MiB) and {@code parallel}.
 *
 * @param bucket its name
 * @param options by their names
 */
public record S3Uri(String bucket, Map<String, String> options) {
    /** The beginning of the URI of a bucket. */
    public static final String SCHEME = "aws2-s3:";

    private static final Set<String> KNOWN = Set.of(
            "amazonS3Client",
            "region",
            "overrideEndpoint",
            "uriEndpointOverride",
            "forcePathStyle",
            "profileCredentialsName",
            "useDefaultCredentialsProvider",
            "useProfileCredentialsProvider",
            "useSessionCredentials",
            "storageClass",
            "checksums",
            "credentialsFile",
            "glacier",
            "partSize",
            "parallel");
    private static final Set<String> SECRET = Set.of("accessKey", "secretKey", "sessionToken");

    public S3Uri {
        options = Map.copyOf(options);
    }

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException if it is invalid or contains a secret, or the AWS SDK is missing
     */
    public static S3Uri of(String uri) {
        OptionalLibrary.S3.require("the target " + uri.split("\\?", 2)[0]);
        String[] halves = uri.substring(SCHEME.length()).split("\\?", 2);
        String bucket = halves[0].replaceFirst("^//", "");
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw new IllegalArgumentException("'" + bucket + "' is not a valid bucket name: use aws2-s3:BUCKET");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : halves.length == 1 ? new String[0] : halves[1].split("&")) {
            String[] pair = option.split("=", 2);
            refuseUnknown(pair[0], bucket);
            options.put(pair[0], pair.length == 1 ? "" : value(pair[1]));
        }
        return new S3Uri(bucket, options);
    }

    private static void refuseUnknown(String name, String bucket) {
        if (SECRET.contains(name)) {
            throw new IllegalArgumentException("the target aws2-s3:" + bucket + " has " + name
                    + " in its URI, which would appear in logs: use a credentials file, the environment, the"
                    + " properties of Camel's component (camel.component.aws2-s3), or amazonS3Client=#BEAN");
        }
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException("the target aws2-s3:" + bucket + " has no option '" + name + "'");
        }
    }

    private static String value(String text) {
        return text.startsWith("RAW(") && text.endsWith(")")
                ? text.substring("RAW(".length(), text.length() - 1)
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the bucket and its server: buckets of one name at two servers are two places. */
    String place() {
        String server = options.get("uriEndpointOverride");
        return server == null ? toString() : this + " at " + server;
    }

    /** The name of the client's bean in the registry, if one is given. */
    public Optional<String> client() {
        return Optional.ofNullable(options.get("amazonS3Client")).map(name -> name.replaceFirst("^#(bean:)?", ""));
    }

    /** How to connect to the server, if no client is given. */
    public S3ClientConfig access() {
        S3ClientConfig access = new S3ClientConfig();
        access.setServer(options.get("uriEndpointOverride"));
        access.setRegion(options.get("region"));
        access.setPathStyle(flag("forcePathStyle"));
        access.setProfile(options.get("profileCredentialsName"));
        String file = options.get("credentialsFile");
        access.setCredentialsFile(file == null ? null : Path.of(file));
        access.setChecksums(checksums());
        return access;
    }

    /** Whether the options say where the credentials are, so that none are taken from a Camel component. */
    public boolean choosesCredentials() {
        return options.containsKey("credentialsFile")
                || options.containsKey("profileCredentialsName")
                || Boolean.TRUE.equals(flag("useDefaultCredentialsProvider"))
                || Boolean.TRUE.equals(flag("useProfileCredentialsProvider"));
    }

    boolean checksums() {
        return !Boolean.FALSE.equals(flag("checksums"));
    }

    private @Nullable Boolean flag(String name) {
        String value = options.get(name);
        return value == null ? null : Boolean.valueOf(value);
    }

    /** Whether a rule of the bucket moves chunks to Glacier; empty to leave the rules unchanged. */
    Optional<Boolean> glacier() {
        return Optional.ofNullable(flag("glacier"));
    }

    Optional<String> storageClass() {
        return Optional.ofNullable(options.get("storageClass"));
    }

    /**
     * How parts are transferred.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public PartSettings transfer() {
        return new PartSettings(number("partSize", PartSettings.DEFAULT_PART_MIB) << 20, number("parallel", 4));
    }

    private int number(String name, int otherwise) {
        String value = options.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    "the target aws2-s3:" + bucket + " has " + name + "=" + value + ": use a number from 1");
        }
        return Integer.parseInt(value);
    }

    /** Only the bucket, without the options. */
    @Override
    public String toString() {
        return SCHEME + bucket;
    }
}
