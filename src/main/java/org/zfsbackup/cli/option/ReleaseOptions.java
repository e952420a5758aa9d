package org.zfsbackup.cli.option;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** The options of the operation {@code bases}, which lists or releases what is kept at a source. */
@OptionGroup("Release")
public final class ReleaseOptions {
    @Option(
            names = "--release",
            description = "Remove those for this destination. If the source is pruned after that, the chain may end.")
    boolean release;

    @Option(names = "--all", description = "With --release: remove those for all destinations.")
    boolean all;

    /** Whether bases are released, and not only listed. */
    public boolean release() {
        return release;
    }

    /**
     * Does what the user has chosen.
     *
     * @param list lists all bases
     * @param own releases those for this destination
     * @param every releases those for all destinations
     * @return the bases that were listed or released
     * @throws Exception what the chosen action failed with
     */
    public <T> List<T> run(Callable<List<T>> list, Callable<List<T>> own, Callable<List<T>> every) throws Exception {
        return (!release ? list : all ? every : own).call();
    }
}
