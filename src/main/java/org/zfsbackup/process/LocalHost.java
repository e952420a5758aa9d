package org.zfsbackup.process;

import java.io.IOException;
import java.util.List;

/** The host on which this program runs. A single command is started without a shell. */
final class LocalHost implements Host {
    static final LocalHost INSTANCE = new LocalHost();

    private LocalHost() {}

    @Override
    public Child start(List<Command> line, boolean fed) throws IOException {
        List<Command> located =
                line.stream().map(Programs.OF_THIS_HOST::located).toList();
        Command command = line.size() == 1 ? line.get(0) : Command.of("sh", "-c", Host.shellLine(located));
        return LocalChild.start(command, name(line), fed);
    }

    @Override
    public String name(List<Command> line) {
        return Host.shellLine(line);
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public String toString() {
        return "this host";
    }
}
