package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandFilter;

/**
 * Runs a command of the user: options {@code command}, {@code undo}, and {@code label}, the name by which the map
 * remembers it.
 *
 * <p>The map remembers the undo command for people to read. It is never run from there: the user must name it for a
 * restore.
 */
final class ExecPipe implements PipeKind {
    @Override
    public String name() {
        return "exec";
    }

    @Override
    public PipeSpec recorded(PipeSpec wanted) {
        String undo = wanted.option("undo")
                .orElseThrow(() -> new IllegalArgumentException(
                        "pipe:exec needs undo=COMMAND beside command=COMMAND, or the backup could not be restored"));
        return new PipeSpec(name(), Map.of("label", label(wanted), "undo", undo));
    }

    @Override
    public InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException {
        return CommandFilter.start(command(wanted), upstream, context.stallTimeout());
    }

    @Override
    public InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException {
        Command command = context.undoCommands().get(label(recorded));
        if (command == null) {
            throw new IOException(lacking(recorded, context).orElse(""));
        }
        return CommandFilter.start(command, stored, context.stallTimeout());
    }

    @Override
    public Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        String label = label(recorded);
        if (context.undoCommands().containsKey(label)) {
            return Optional.empty();
        }
        return Optional.of("this backup went through the command '" + label
                + "'. A command that is only named in a map is never run. The map says that this one undoes it: "
                + recipe(recorded) + " - if you trust it, name it with --undo-command '" + label + "=COMMAND'");
    }

    @Override
    public Optional<Command> remoteDecodeCommand(PipeSpec recorded) {
        return recorded.option("undo").map(Command::parse);
    }

    @Override
    public String recipe(PipeSpec recorded) {
        return recorded.option("undo").orElse("false");
    }

    private static Command command(PipeSpec wanted) {
        return Command.parse(wanted.option("command")
                .orElseThrow(() -> new IllegalArgumentException("pipe:exec needs command=COMMAND")));
    }

    private static String label(PipeSpec spec) {
        return spec.option("label").orElseGet(() -> {
            String program = command(spec).words().get(0);
            return program.substring(program.lastIndexOf('/') + 1);
        });
    }
}
