package org.zfsbackup.s3server.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS's signature version 4 in the {@code Authorization} header, for what is answered before S3Proxy can check it. */
public final class Signature {
    public enum Verdict {
        GOOD,
        UNKNOWN_KEY,
        WRONG
    }

    private static final Pattern HEADER = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]+)");

    private final String keyId;
    private final String secret;

    public Signature(String keyId, String secret) {
        this.keyId = keyId;
        this.secret = secret;
    }

    public Verdict check(Head head) {
        Matcher header = HEADER.matcher(head.value("authorization").orElse(""));
        if (!header.matches() || !header.group(1).equals(keyId)) {
            return Verdict.UNKNOWN_KEY;
        }
        String expected = sign(head, header.group(2), List.of(header.group(3).split(";")));
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), bytes(header.group(4)))
                ? Verdict.GOOD
                : Verdict.WRONG;
    }

    /** Another form of a request, signed as that was where it was signed well; what it has no more is not signed. */
    public Head signed(Head head, Head changed) {
        Matcher header = HEADER.matcher(head.value("authorization").orElse(""));
        if (check(head) != Verdict.GOOD || !header.matches()) {
            return changed;
        }
        List<String> signed = Arrays.stream(header.group(3).split(";"))
                .filter(name -> changed.value(name).isPresent())
                .toList();
        return changed.with(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + keyId + "/" + header.group(2) + ", SignedHeaders="
                        + String.join(";", signed) + ", Signature=" + sign(changed, header.group(2), signed));
    }

    private String sign(Head head, String scope, List<String> signed) {
        String text = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                head.value("x-amz-date").orElse(""),
                scope,
                HexFormat.of().formatHex(sha256(canonical(head, signed))));
        byte[] key = bytes("AWS4" + secret);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static String canonical(Head head, List<String> signed) {
        String[] target = head.word(1).split("\\?", 2);
        String query = target.length == 1
                ? ""
                : Arrays.stream(target[1].split("&"))
                        .map(word -> word.contains("=") ? word : word + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
        String fields = signed.stream()
                .map(name -> name + ":"
                        + head.fields().stream()
                                .filter(field -> field.is(name))
                                .map(field -> field.value().strip().replaceAll(" +", " "))
                                .collect(Collectors.joining(","))
                        + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                head.word(0),
                target[0],
                query,
                fields,
                String.join(";", signed),
                head.value("x-amz-content-sha256").orElse(""));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
