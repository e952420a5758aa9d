package org.zfsbackup.s3server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.zfsbackup.s3server.http.Head;
import org.zfsbackup.stream.Hashes;

/**
 * A request that came, as a test sees it: the path decoded, the query as it stood, and no credentials.
 *
 * @param headers found by their names in any case
 */
public record Request(String method, String path, String query, Map<String, String> headers) {
    private static final Set<String> SECRET = Set.of("authorization", "x-amz-server-side-encryption-customer-key");

    private static final String TOKEN = "x-amz-security-token";

    static Request of(Head head) {
        String[] target = head.word(1).split("\\?", 2);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.fields().stream()
                .filter(field -> !SECRET.contains(field.name().toLowerCase(Locale.ROOT)))
                .forEach(field -> headers.put(field.name(), field.value()));
        headers.computeIfPresent(TOKEN, (name, token) -> sha256(token));
        String query = target.length == 1
                ? ""
                : Arrays.stream(target[1].split("&"))
                        .filter(word -> !word.matches("(?i)X-Amz-(Signature|Credential|Security-Token)=.*"))
                        .collect(Collectors.joining("&"));
        return new Request(head.word(0), decoded(target[0]), query, headers);
    }

    public static Predicate<Request> any() {
        return request -> true;
    }

    public static Predicate<Request> is(S3Operation operation) {
        return request -> request.operation() == operation;
    }

    public static Predicate<Request> is(S3Operation operation, String key) {
        return request -> request.operation() == operation && request.key().equals(key);
    }

    public S3Operation operation() {
        return S3Operation.of(this);
    }

    public String bucket() {
        return path.substring(1).split("/", 2)[0];
    }

    /** Empty where the request is for the bucket. */
    public String key() {
        String[] parts = path.substring(1).split("/", 2);
        return parts.length == 1 ? "" : parts[1];
    }

    public boolean asks(String parameter) {
        return parameter(parameter).isPresent();
    }

    public Optional<String> parameter(String name) {
        return Arrays.stream(query.split("&"))
                .map(word -> word.split("=", 2))
                .filter(word -> word[0].equals(name))
                .map(word -> word.length == 1 ? "" : decoded(word[1]))
                .findFirst();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The SHA-256 of the token of a session, in hexadecimal digits; empty without one. */
    public Optional<String> sessionToken() {
        return header(TOKEN);
    }

    /** What {@link #sessionToken} gives for this token. */
    public static String sha256(String token) {
        return Hashes.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }

    /** A plus sign in a path is one. */
    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
