package org.zfsbackup.s3server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.zfsbackup.s3server.http.Answer;
import org.zfsbackup.s3server.http.Head;
import org.zfsbackup.s3server.http.Signature;

/** What is played before the server that has none of it: lifecycle configurations, storage classes, archives. */
final class Stage {
    private final Signature signature;
    private final PlayedArchive archive;
    private final Lifecycles lifecycles;
    private final Predicate<Request> exists;

    Stage(Signature signature, PlayedArchive archive, Lifecycles lifecycles, Predicate<Request> exists) {
        this.signature = signature;
        this.archive = archive;
        this.lifecycles = lifecycles;
        this.exists = exists;
    }

    /** Whether the server is not asked. */
    boolean plays(Request request) {
        return switch (request.operation()) {
            case PUT_LIFECYCLE, GET_LIFECYCLE, DELETE_LIFECYCLE, RESTORE_OBJECT -> true;
            case GET_OBJECT -> archive.isFrozen(request.path()) && exists.test(request);
            case COPY_OBJECT -> archive.isFrozen(source(request));
            default -> false;
        };
    }

    Answer answer(Request request, Head head, InputStream body) throws IOException {
        String xml = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        Optional<Answer> refusal = refusal(head);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return switch (request.operation()) {
            case PUT_LIFECYCLE -> lifecycles.put(request, xml);
            case GET_LIFECYCLE -> lifecycles.get(request);
            case DELETE_LIFECYCLE -> lifecycles.delete(request);
            case RESTORE_OBJECT ->
                exists.test(request)
                        ? archive.restore(request, xml)
                        : Answer.error(404, "NoSuchKey", "The specified key does not exist.");
            case COPY_OBJECT -> archive.frozen(source(request));
            default -> archive.frozen(request.path());
        };
    }

    private Optional<Answer> refusal(Head head) {
        return switch (signature.check(head)) {
            case GOOD -> Optional.empty();
            case UNKNOWN_KEY ->
                Optional.of(Answer.error(
                        403,
                        "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records."));
            case WRONG ->
                Optional.of(Answer.error(
                        403, "SignatureDoesNotMatch", "The request signature we calculated does not match."));
        };
    }

    private static String source(Request request) {
        String source = Request.decoded(request.header("x-amz-copy-source").orElse(""));
        return source.startsWith("/") ? source : "/" + source;
    }

    /** The server did what was asked. */
    void done(Request request) {
        String storageClass = request.header("x-amz-storage-class").orElse(PlayedArchive.STANDARD);
        switch (request.operation()) {
            case PUT_OBJECT, COPY_OBJECT -> archive.put(request.path(), storageClass);
            case CREATE_MULTIPART_UPLOAD -> archive.begin(request.path(), storageClass);
            case COMPLETE_MULTIPART_UPLOAD -> archive.complete(request.path());
            case DELETE_OBJECT -> archive.put(request.path(), PlayedArchive.STANDARD);
            default -> {}
        }
    }

    /** The head of the server's answer with what is played in it. */
    Head dressed(Request request, Head answer) {
        boolean head = request.operation() == S3Operation.HEAD_OBJECT;
        boolean shows = head || request.operation() == S3Operation.GET_OBJECT;
        if (!shows || answer.status() >= 300) {
            return answer;
        }
        String storageClass = archive.storageClass(request.path());
        Head bare = answer.without("x-amz-storage-class", "x-amz-restore");
        Head dressed =
                storageClass.equals(PlayedArchive.STANDARD) ? bare : bare.with("x-amz-storage-class", storageClass);
        return archive.state(request.path(), head)
                .map(state -> dressed.with("x-amz-restore", state))
                .orElse(dressed);
    }

    String listing(Request request, String xml) {
        return new BucketListing(request, archive).rewritten(xml);
    }

    /** The request without its conditions, signed again, and its body without signed pieces: these would not hold. */
    Head unconditional(Head head) {
        Head bare = head.without("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");
        Optional<String> length = head.value("x-amz-decoded-content-length");
        Head plain = length.isEmpty()
                ? bare
                : bare.without(
                                "Content-Encoding",
                                "x-amz-trailer",
                                "x-amz-sdk-checksum-algorithm",
                                "x-amz-decoded-content-length")
                        .with("Content-Length", length.get())
                        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        return signature.signed(head, plain);
    }
}
