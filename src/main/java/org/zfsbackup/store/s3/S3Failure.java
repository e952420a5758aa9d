package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.stream.Interrupts;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Converts exceptions of the SDK to errors that say what failed on which object and what to do. */
final class S3Failure {
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry(
                    "NoSuchBucket",
                    "there is no such bucket: create it, or use another name. It is never created automatically"),
            Map.entry("AccessDenied", "these credentials do not allow it: give the key's owner the permission"),
            Map.entry(
                    "InvalidAccessKeyId",
                    "the server does not know this key: check --key, or the file or profile that it comes from"),
            Map.entry("SignatureDoesNotMatch", "the secret does not belong to the key, or a proxy changed the request"),
            Map.entry("ExpiredToken", "the session's token has expired: get new credentials, and run it again"),
            Map.entry(
                    "RequestTimeTooSkewed",
                    "the clocks of this host and of the server differ by too much: set the clock, and run it again"),
            Map.entry(
                    "XAmzContentSHA256Mismatch",
                    "the server does not understand the newer checksums: switch them off with --no-checksums"
                            + " (checksums=false)"),
            Map.entry(
                    "InvalidObjectState",
                    "it is in an archive and its copy has expired: run it again to request a new one"),
            Map.entry(
                    "GlacierExpeditedRetrievalNotAvailable",
                    "the archive has no room for expedited retrievals now: use --tier standard, or run it again later"),
            Map.entry("SlowDown", "the server still asks for fewer requests after several pauses: run it again later"),
            Map.entry(
                    "AuthorizationHeaderMalformed",
                    "the bucket is in another region: set it with --region (region=NAME)"),
            Map.entry(
                    "PermanentRedirect",
                    "the bucket is in another region or on another server: set --region or --server"),
            Map.entry("EntityTooLarge", "it is larger than the server accepts: use a smaller chunk size"));

    /** Codes of the status 400 that are about the body, the connection or the credentials, and not about a header. */
    private static final Set<String> OTHER_CAUSES =
            Set.of("BadDigest", "IncompleteBody", "InvalidDigest", "RequestTimeout", "TokenRefreshRequired");

    private S3Failure() {}

    /** @param doing for example "chunk x could not be written to" */
    static IOException of(SdkException e, String doing, String place) {
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            return Interrupts.asIo(doing + " " + place + ": interrupted", e);
        }
        return new IOException(doing + " " + place + ": " + reason(e), e);
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service) {
            String code = code(service);
            String advice = code == null ? null : ADVICE.get(code);
            String said = code == null ? "HTTP status " + service.statusCode() : code;
            return advice == null ? said + " (" + text(service) + ")" : advice + " (" + said + ")";
        }
        String text = causes(e);
        if (e instanceof SdkClientException && text.contains("Unable to load credentials")) {
            return "there are no credentials: use --key and --secret-file or --profile, or set"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        if (text.contains("Unable to load region")) {
            return "the region is not known: set it with --region (region=NAME)";
        }
        return text;
    }

    private static String text(AwsServiceException e) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return message == null || message.isBlank() ? "HTTP status " + e.statusCode() : message;
    }

    /** The answer to a HEAD request has no body and therefore no code. */
    static @Nullable String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.isBlank() ? (e.statusCode() == 403 ? "AccessDenied" : null) : code;
    }

    static boolean is(SdkException e, String... codes) {
        String code = e instanceof AwsServiceException service ? code(service) : null;
        return code != null && Stream.of(codes).anyMatch(code::equals);
    }

    /** 409 is the answer to the loser of two concurrent requests; a missing object cannot match a condition either. */
    static boolean isCondition(SdkException e) {
        return status(e) == 412 || is(e, "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey");
    }

    /**
     * Whether the server may not know a header of the request: status 501 (Backblaze B2, Alibaba OSS), or a 400 with a
     * code that says nothing else.
     */
    static boolean mayBeUnknownHeader(SdkException e) {
        String code = e instanceof AwsServiceException service ? String.valueOf(code(service)) : "";
        boolean known = ADVICE.containsKey(code) || OTHER_CAUSES.contains(code);
        return status(e) == 501 || (status(e) == 400 && !known);
    }

    /** Whether the server has refused the request and has done nothing. */
    static boolean isDefinite(SdkException e) {
        return status(e) >= 400 && status(e) < 500;
    }

    static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    private static String causes(Throwable e) {
        return Causes.of(e)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce((first, last) -> first.contains(last) ? first : first + ": " + last)
                .orElse(e.getClass().getSimpleName());
    }
}
