package org.zfsbackup.s3server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.s3server.http.Answer;
import org.zfsbackup.s3server.http.Body;
import org.zfsbackup.s3server.http.BodyOutput;
import org.zfsbackup.s3server.http.Head;
import org.zfsbackup.s3server.http.Upstream;

/** One request and what becomes of it; its body and the answer's go through as they come, in small pieces. */
final class Exchange {
    private static final int PIECE = 1 << 16;

    private final Client client;
    private final Upstream upstream;
    private final Stage stage;
    private final Head head;
    private final Request request;
    private final Optional<Effect> effect;
    private final Body body;
    private boolean waits;
    private boolean uncertain;

    Exchange(Client client, Upstream upstream, Stage stage, Head head, Request request, Optional<Effect> effect) {
        this.client = client;
        this.upstream = upstream;
        this.stage = stage;
        this.head = head;
        this.request = request;
        this.effect = effect;
        this.body = Body.ofRequest(head, client.in());
        this.waits = head.says("expect", "100-continue");
    }

    /**
     * Returns whether the connection can be used again. Writes with If-Match go one at a time: S3Proxy looks first and writes
     * then, and of several at once some more would win than Amazon lets.
     */
    boolean serve() throws IOException {
        Optional<Answer> refusal = effect.flatMap(found -> found.refusal(request));
        if (refusal.isPresent()) {
            return say(refusal.get());
        }
        if (is(Effect.RESET_IN_REQUEST)) {
            goOn();
            copy(body, OutputStream.nullOutputStream(), half(head));
            return client.reset();
        }
        if (is(Effect.STALL)) {
            goOn();
            drain(body);
            return client.stall();
        }
        if (stage.plays(request)) {
            return play();
        }
        if (request.header("if-match").isEmpty() || request.operation() == S3Operation.GET_OBJECT) {
            return forward();
        }
        synchronized (stage) {
            return forward();
        }
    }

    private boolean is(Effect one) {
        return effect.filter(one::equals).isPresent();
    }

    private void goOn() throws IOException {
        if (waits) {
            new Head("HTTP/1.1 100 Continue", List.of()).write(client.out());
            waits = false;
        }
    }

    /** Who waits for leave to send the body gets the answer instead. */
    private boolean say(Answer answer) throws IOException {
        if (waits) {
            answer.with("Connection", "close").write(request.method(), client.out());
            return false;
        }
        drain(body);
        answer.write(request.method(), client.out());
        return true;
    }

    private boolean play() throws IOException {
        goOn();
        Answer answer = stage.answer(request, head, body);
        return is(Effect.ANSWER_LOST) ? client.reset() : say(answer);
    }

    private boolean forward() throws IOException {
        upstream.connect();
        boolean bare = is(Effect.NO_CONDITIONS);
        Head sent = bare ? stage.unconditional(head) : head;
        InputStream content =
                bare && request.header("x-amz-decoded-content-length").isPresent() ? Body.ofPieces(body) : body;
        sent.write(upstream.out());
        Head answer = waits ? upstream.answer() : null;
        if (answer == null || answer.status() == 100) {
            goOn();
            send(content, new BodyOutput(sent, upstream.out()));
            answer = upstream.answer();
        } else {
            uncertain = true;
        }
        while (answer.status() == 100) {
            answer = upstream.answer();
        }
        return deliver(answer);
    }

    /** A server that has heard enough closes its side before the body's end, and has answered: the client is to read it. */
    private void send(InputStream content, BodyOutput out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = content.read(piece, 0, PIECE); count >= 0; count = content.read(piece, 0, PIECE)) {
            try {
                out.write(piece, 0, count);
            } catch (IOException e) {
                uncertain = true;
                drain(content);
                return;
            }
        }
        out.finish();
    }

    private boolean deliver(Head answer) throws IOException {
        Body content = Body.ofAnswer(answer, request.method(), upstream.in());
        if (answer.status() < 300) {
            stage.done(request);
        }
        if (is(Effect.ANSWER_LOST)) {
            drain(content);
            return client.reset();
        }
        if (is(Effect.ERROR_IN_OK)) {
            drain(content);
            return say(Answer.error(200, "InternalError", "We encountered an internal error. Please try again."));
        }
        boolean lives = !uncertain && !content.endsByClose() && !answer.says("connection", "close");
        boolean passed = isRewritten(answer) ? rewrite(answer, content) : pass(answer, content);
        return passed && lives;
    }

    private boolean isRewritten(Head answer) {
        return answer.status() == 200
                && switch (request.operation()) {
                    case LIST_OBJECTS -> true;
                    case COMPLETE_MULTIPART_UPLOAD, COPY_OBJECT -> is(Effect.WRONG_ETAG);
                    default -> false;
                };
    }

    private boolean rewrite(Head answer, Body content) throws IOException {
        String xml = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        String text = request.operation() == S3Operation.LIST_OBJECTS
                ? stage.listing(request, xml)
                : xml.replaceAll("<ETag>.*?</ETag>", "<ETag>\"" + Spoilt.ETAG + "\"</ETag>");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Head sized = answer.without("Transfer-Encoding").with("Content-Length", String.valueOf(bytes.length));
        return pass(sized, new ByteArrayInputStream(bytes));
    }

    private boolean pass(Head answer, InputStream content) throws IOException {
        Head framed = request.method().equals("HEAD") ? answer.without("Transfer-Encoding") : answer;
        Head dressed = stage.dressed(request, framed);
        Head shown = is(Effect.WRONG_ETAG) && dressed.value("etag").isPresent()
                ? dressed.with("ETag", "\"" + Spoilt.ETAG + "\"")
                : dressed;
        shown.write(client.out());
        BodyOutput out = new BodyOutput(shown, client.out());
        if (effect.isPresent() && effect.get().breaksAnswers()) {
            copy(content, out, half(shown));
            out.flush();
            return breakOff(effect.get());
        }
        copy(played(shown, content), out, Long.MAX_VALUE);
        out.finish();
        return true;
    }

    private InputStream played(Head answer, InputStream content) {
        if (is(Effect.FLIPPED_BYTE)) {
            return new Spoilt(content, half(answer));
        }
        return is(Effect.SLOW_ANSWER) ? new Slow(content) : content;
    }

    private boolean breakOff(Effect how) throws IOException {
        return switch (how) {
            case RESET_IN_ANSWER -> client.reset();
            case STALL_IN_ANSWER -> client.stall();
            default -> false;
        };
    }

    /** One byte where the length is not known. */
    private static long half(Head head) {
        return Body.length(head).orElse(2) / 2;
    }

    private static void drain(InputStream in) throws IOException {
        copy(in, OutputStream.nullOutputStream(), Long.MAX_VALUE);
    }

    private static void copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = most; left > 0; ) {
            int count = in.read(piece, 0, (int) Math.min(PIECE, left));
            if (count < 0) {
                return;
            }
            out.write(piece, 0, count);
            left -= count;
        }
    }
}
