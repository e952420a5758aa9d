package org.zfsbackup.s3server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.zfsbackup.s3server.http.Answer;

/** What goes wrong with a request. */
public enum Effect {
    /** 500 InternalError; the request does nothing. */
    INTERNAL_ERROR,
    /** 503 SlowDown; the request does nothing. */
    SLOW_DOWN,
    /** The server does its work, and says 200 with an error in the body, as CompleteMultipartUpload may. */
    ERROR_IN_OK,
    /** The connection is reset when half of the request's body is there; the request does nothing. */
    RESET_IN_REQUEST,
    /** The connection is reset after half of the answer's body. */
    RESET_IN_ANSWER,
    /** The connection is closed after half of the answer's body, without a reset. */
    CLOSE_IN_ANSWER,
    /** Half of the answer's body comes, and no more until the client or the server closes. */
    STALL_IN_ANSWER,
    /** The answer's body comes at 4 MiB a second. */
    SLOW_ANSWER,
    /** The request is read, and nothing more happens until the client or the server closes. */
    STALL,
    /** The server does its work, and the connection is reset instead of an answer. */
    ANSWER_LOST,
    /** The server does its work; the answer's ETag is that of something else. */
    WRONG_ETAG,
    /**
     * A bit of the byte in the middle of the answer's body is another. S3Proxy answers without checksums, so that the SDK
     * does not see it.
     */
    FLIPPED_BYTE,
    /** 400 ExpiredToken; the request does nothing. */
    EXPIRED_TOKEN,
    /** The server's clock is twenty minutes ahead: 403 RequestTimeTooSkewed for who does not sign by it. */
    SKEWED_CLOCK,
    /** 404 NoSuchBucket, and for every request after this one. */
    BUCKET_GONE,
    /** The conditions of a request are not looked at. */
    NO_CONDITIONS,
    /** 501 NotImplemented for every request with a condition, as of Backblaze B2 and Alibaba OSS. */
    CONDITIONS_NOT_IMPLEMENTED,
    /** 501 NotImplemented; the request does nothing. */
    NOT_IMPLEMENTED,
    /** 400 BadDigest, as after a bit that changed on the way; the request does nothing. */
    BAD_DIGEST,
    /** 403 AccessDenied; the request does nothing. */
    ACCESS_DENIED,
    /** 400 InvalidArgument for every request with a condition. */
    CONDITIONS_INVALID,
    /** 400 XAmzContentSHA256Mismatch for checksums behind a body and for empty bodies in signed pieces, as of Ceph 16. */
    NO_TRAILERS;

    private static final Duration AHEAD = Duration.ofMinutes(20);
    private static final Duration TOLERATED = Duration.ofMinutes(15);
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The answer in place of the server's, where this effect has one for this request. */
    Optional<Answer> refusal(Request request) {
        return Optional.ofNullable(
                switch (this) {
                    case INTERNAL_ERROR ->
                        Answer.error(500, "InternalError", "We encountered an internal error. Please try again.");
                    case SLOW_DOWN -> Answer.error(503, "SlowDown", "Please reduce your request rate.");
                    case EXPIRED_TOKEN -> Answer.error(400, "ExpiredToken", "The provided token has expired.");
                    case BUCKET_GONE -> noSuchBucket(request);
                    case SKEWED_CLOCK -> isSkewed(request) ? tooSkewed(Instant.now()) : null;
                    case NOT_IMPLEMENTED -> notImplemented();
                    case BAD_DIGEST -> Answer.error(400, "BadDigest", "The Content-MD5 you specified did not match.");
                    case ACCESS_DENIED -> Answer.error(403, "AccessDenied", "Access Denied");
                    case CONDITIONS_NOT_IMPLEMENTED -> hasCondition(request) ? notImplemented() : null;
                    case CONDITIONS_INVALID ->
                        hasCondition(request)
                                ? Answer.error(400, "InvalidArgument", "Unsupported header received.")
                                : null;
                    case NO_TRAILERS ->
                        hasTrailer(request)
                                ? Answer.error(
                                        400,
                                        "XAmzContentSHA256Mismatch",
                                        "The provided 'x-amz-content-sha256' header does not match what was computed.")
                                : null;
                    default -> null;
                });
    }

    private static Answer notImplemented() {
        return Answer.error(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented.");
    }

    boolean breaksAnswers() {
        return this == RESET_IN_ANSWER || this == CLOSE_IN_ANSWER || this == STALL_IN_ANSWER;
    }

    private static Answer noSuchBucket(Request request) {
        return Answer.error(
                404,
                "NoSuchBucket",
                "The specified bucket does not exist",
                "<BucketName>" + request.bucket() + "</BucketName>");
    }

    private static boolean isSkewed(Request request) {
        return request.header("x-amz-date")
                .map(date -> BASIC.parse(date, Instant::from))
                .filter(date ->
                        Duration.between(date, Instant.now().plus(AHEAD)).abs().compareTo(TOLERATED) <= 0)
                .isEmpty();
    }

    private static Answer tooSkewed(Instant now) {
        return Answer.error(
                        403,
                        "RequestTimeTooSkewed",
                        "The difference between the request time and the current time is too large.",
                        "<ServerTime>" + now.plus(AHEAD) + "</ServerTime>")
                .with("Date", Answer.date(now.plus(AHEAD)));
    }

    private static boolean hasCondition(Request request) {
        return request.header("if-match").isPresent()
                || request.header("if-none-match").isPresent();
    }

    private static boolean hasTrailer(Request request) {
        String hash = request.header("x-amz-content-sha256").orElse("");
        boolean empty = request.header("x-amz-decoded-content-length")
                .filter("0"::equals)
                .isPresent();
        return hash.endsWith("-TRAILER") || (hash.startsWith("STREAMING-") && empty);
    }
}
