package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.stream.Interrupts;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, as an error that says what was done to which object and what can be done about it. */
final class S3Failure {
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("NoSuchBucket", "there is no such bucket: make it, or name another. It is never made by itself"),
            Map.entry("AccessDenied", "these credentials may not do that: the key's owner needs the right to it"),
            Map.entry("InvalidAccessKeyId", "the server does not know this key: check --key, or where it comes from"),
            Map.entry("SignatureDoesNotMatch", "the secret does not belong to the key, or a proxy changed the request"),
            Map.entry("ExpiredToken", "the session's token has expired: get new credentials, and run it again"),
            Map.entry(
                    "RequestTimeTooSkewed",
                    "the clocks of this host and of the server differ by too much: set the clock, and run it again"),
            Map.entry(
                    "XAmzContentSHA256Mismatch",
                    "the server does not understand the newer checksums: switch them off with --no-checksums (checksums=false)"),
            Map.entry(
                    "InvalidObjectState",
                    "it lies in an archive and its copy has lapsed: run it again, which asks for a new one"),
            Map.entry("SlowDown", "the server asks for fewer requests, even after pauses: run it again later"),
            Map.entry(
                    "AuthorizationHeaderMalformed",
                    "the bucket is in another region: name it with --region (region=NAME)"),
            Map.entry("PermanentRedirect", "the bucket is elsewhere: name its --region, or --server"),
            Map.entry("EntityTooLarge", "it is larger than the server takes: name a smaller chunk size"));

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
            return "there are no credentials: name them with --key and --secret-file or --profile, or set"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        }
        if (text.contains("Unable to load region")) {
            return "the region is not known: name it with --region (region=NAME)";
        }
        return text;
    }

    private static String text(AwsServiceException e) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return message == null || message.isBlank() ? "HTTP status " + e.statusCode() : message;
    }

    /** The answer to HEAD has no body, and so no code. */
    static @Nullable String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.isBlank() ? (e.statusCode() == 403 ? "AccessDenied" : null) : code;
    }

    static boolean is(SdkException e, String... codes) {
        String code = e instanceof AwsServiceException service ? code(service) : null;
        return code != null && Stream.of(codes).anyMatch(code::equals);
    }

    /** 409 is what a server says to the loser of two that came at once; and there may be nothing that could match. */
    static boolean isCondition(SdkException e) {
        return status(e) == 412 || is(e, "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey");
    }

    /**
     * Whether the server may mean a header of the request that it does not know: 501 (Backblaze B2, Alibaba OSS), or a 400
     * that says nothing else that we know of.
     */
    static boolean mayBeUnknownHeader(SdkException e) {
        boolean known = e instanceof AwsServiceException service && ADVICE.containsKey(String.valueOf(code(service)));
        return status(e) == 501 || (status(e) == 400 && !known);
    }

    /** Whether the server has refused, and so has done nothing. */
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
