package org.zfsbackup.pipe.openssl;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretSource;
import org.zfsbackup.stream.FunctionStream;

/**
 * The format of {@code openssl enc -CIPHER -salt} (openssl-enc(1)): options {@code cipher}, {@code iterations} (of
 * PBKDF2 with SHA-256) and, to read what the original program wrote, {@code derivation=original}. It is not
 * authenticated: whoever can change the stored bytes can change what they decrypt to.
 */
public final class OpensslPipe implements PipeKind {
    static final String DEFAULT_ITERATIONS = "600000";

    @Override
    public String name() {
        return "openssl";
    }

    @Override
    public Protection protection() {
        return Protection.ENCRYPTED;
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        return new PipeSpec(
                name(),
                Map.of(
                        "cipher", OpensslCipher.named(cipher(wanted)).name(),
                        "iterations", Integer.toString(iterations(wanted))));
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException {
        OpensslCipher cipher = OpensslCipher.named(cipher(wanted));
        KeyDerivation derivation = KeyDerivation.pbkdf2(iterations(wanted));
        SecretSource source = source(context);
        return FunctionStream.through("openssl", upstream, context.stallTimeout(), (in, out) -> {
            try (Secret password = source.password()) {
                OpensslStreams.encrypt(in, out, cipher, derivation, password);
            }
        });
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException {
        OpensslCipher cipher = OpensslCipher.named(cipher(recorded));
        boolean original = isOriginal(recorded);
        SecretSource source = source(context);
        return FunctionStream.through("openssl", stored, context.stallTimeout(), (in, out) -> {
            try (Secret password = source.password()) {
                if (original) {
                    OpensslStreams.decryptOriginal(in, out, cipher, password);
                } else {
                    OpensslStreams.decrypt(in, out, cipher, KeyDerivation.pbkdf2(iterations(recorded)), password);
                }
            }
        });
    }

    @Override
    public Optional<String> caution() {
        return Optional.of(
                "openssl's format is encrypted but not authenticated: anyone with write access to the target can change"
                        + " the content unnoticed, and with -ctr and chacha20 a truncation is not noticed");
    }

    @Override
    public Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        return context.password().isPresent()
                ? Optional.empty()
                : Optional.of("this is encrypted with a password: name the file that holds it with --password-file");
    }

    @Override
    public String recipe(PipeSpec recorded) {
        String decrypt =
                "openssl enc -d -" + OpensslCipher.named(cipher(recorded)).name();
        String derivation = isOriginal(recorded)
                ? " -md sha256 (or -md md5, before openssl 1.1)"
                : " -pbkdf2 -iter " + iterations(recorded) + " -md sha256";
        return decrypt + derivation + " -pass file:PASSWORD-FILE";
    }

    private static boolean isOriginal(PipeSpec recorded) {
        return recorded.option("derivation").filter("original"::equals).isPresent();
    }

    private static String cipher(PipeSpec spec) {
        return spec.option("cipher").orElse("aes-256-cbc");
    }

    private static int iterations(PipeSpec spec) {
        String text = spec.option("iterations").orElse(DEFAULT_ITERATIONS);
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number of PBKDF2 iterations");
        }
        return Integer.parseInt(text);
    }

    private SecretSource source(PipeContext context) throws IOException {
        return context.password()
                .orElseThrow(() ->
                        new IOException(lacking(PipeSpec.of(name()), context).orElse("")));
    }
}
