package org.zfsbackup.pipe.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretSource;
import org.zfsbackup.stream.FunctionStream;

/**
 * The age format, version 1 (age-encryption.org/v1). It encrypts and authenticates chunks of 64 KiB, so bytes that were
 * changed, moved or cut off are an error before their plain bytes are passed on.
 *
 * <p>Options: {@code recipients}, separated by commas; {@code recipientsFile}, as {@code age -R} takes it; or neither,
 * and then the context's password is the passphrase, with {@code workFactor}. With recipients, the host that backs up
 * holds no secret; only a restore needs an identity. The map remembers the recipients, so that people know which
 * identity to look for.
 */
public final class AgePipe implements PipeKind {
    private static final String RECIPIENTS = "recipients";
    private static final String PASSPHRASE = "passphrase";
    private static final String USER = "pipe:age";
    private static final String USER_WITH_PASSPHRASE = "pipe:age with a passphrase";

    @Override
    public String name() {
        return "age";
    }

    @Override
    public Protection protection() {
        return Protection.AUTHENTICATED;
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        workFactor(wanted);
        OptionalLibrary.AGE.require(USER);
        List<String> recipients = recipients(wanted);
        if (recipients.isEmpty()) {
            OptionalLibrary.SCRYPT.require(USER_WITH_PASSPHRASE);
        }
        return new PipeSpec(
                name(),
                recipients.isEmpty() ? Map.of(PASSPHRASE, "true") : Map.of(RECIPIENTS, String.join(",", recipients)));
    }

    private static List<String> recipients(PipeSpec wanted) {
        List<String> recipients = new ArrayList<>();
        wanted.option(RECIPIENTS)
                .ifPresent(text ->
                        recipients.addAll(AgeKeys.recipients(List.of(text.split(",", -1)), "the option recipients")));
        wanted.option("recipientsFile").ifPresent(file -> recipients.addAll(AgeKeys.recipientsIn(Path.of(file))));
        return recipients.stream().distinct().toList();
    }

    @Override
    public boolean isFullyRecorded(PipeSpec recorded) {
        return recorded.option(RECIPIENTS).isPresent();
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException {
        OptionalLibrary.AGE.require(USER);
        List<String> recipients = recipients(wanted);
        if (recipients.isEmpty()) {
            OptionalLibrary.SCRYPT.require(USER_WITH_PASSPHRASE);
            SecretSource source = password(context);
            int workFactor = workFactor(wanted);
            return FunctionStream.through(name(), upstream, context.stallTimeout(), (in, out) -> {
                try (Secret password = source.password()) {
                    AgeStreams.encrypt(in, out, List.of(new Passphrase(password, workFactor)));
                }
            });
        }
        List<RecipientStanzaWriter> writers = recipients.stream()
                .map(recipient -> AgeKeys.writer(recipient, RECIPIENTS))
                .toList();
        return FunctionStream.through(
                name(), upstream, context.stallTimeout(), (in, out) -> AgeStreams.encrypt(in, out, writers));
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException {
        OptionalLibrary.AGE.require(USER);
        if (isPassphrase(recorded)) {
            OptionalLibrary.SCRYPT.require(USER_WITH_PASSPHRASE);
            SecretSource source = password(context);
            return FunctionStream.through(name(), stored, context.stallTimeout(), (in, out) -> {
                try (Secret password = source.password()) {
                    AgeStreams.decrypt(
                            in,
                            out,
                            List.of(new Passphrase(password, 0)),
                            "the passphrase in " + source.place() + " is not the one that it was encrypted with");
                }
            });
        }
        SecretSource source = context.identities()
                .orElseThrow(() -> new IOException(lacking(recorded, context).orElse("")));
        return FunctionStream.through(
                name(),
                stored,
                context.stallTimeout(),
                (in, out) -> AgeStreams.decrypt(in, out, AgeKeys.identities(source), mismatch(source, recorded)));
    }

    private static String mismatch(SecretSource source, PipeSpec recorded) {
        return "no identity in " + source.place()
                + " belongs to a recipient, or the header is damaged: it was encrypted to "
                + recorded.option(RECIPIENTS).orElse("others");
    }

    @Override
    public Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        if (isPassphrase(recorded)) {
            return context.password().isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "this is encrypted with a passphrase: name the file that holds it with --password-file");
        }
        return context.identities().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "this is encrypted to " + recorded.option(RECIPIENTS).orElse("recipients")
                                + ": name the file with the identity of one of them with --identity-file");
    }

    @Override
    public String recipe(PipeSpec recorded) {
        return isPassphrase(recorded) ? "age -d" : "age -d -i IDENTITY-FILE";
    }

    private static boolean isPassphrase(PipeSpec recorded) {
        return recorded.option(PASSPHRASE).filter("true"::equals).isPresent();
    }

    private static int workFactor(PipeSpec wanted) {
        String text = wanted.option("workFactor").orElse(Integer.toString(Passphrase.DEFAULT_WORK_FACTOR));
        if (!text.matches("1\\d|2[0-2]")) {
            throw new IllegalArgumentException("the work factor is a number from 10 to "
                    + Passphrase.HIGHEST_WORK_FACTOR + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private SecretSource password(PipeContext context) throws IOException {
        return context.password()
                .orElseThrow(
                        () -> new IOException("age needs recipients or a passphrase: name recipients with --recipient"
                                + " or --recipients-file, or a file with a passphrase with --password-file"));
    }
}
