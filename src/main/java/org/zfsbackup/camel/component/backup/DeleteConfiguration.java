package org.zfsbackup.camel.component.backup;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.zfs.Source;

/** Which backups {@code backup:delete} deletes. */
@UriParams
public final class DeleteConfiguration {
    @UriParam(description = "delete: the IDs of single backups, separated by commas, instead of source.")
    private @Nullable String ids;

    @UriParam(
            description = "delete: the IDs of full backups, separated by commas, whose whole chains are deleted,"
                    + " instead of source.")
    private @Nullable String chains;

    @UriParam(description = "delete: also delete the backups that build on a deleted one.")
    private boolean withDependents;

    @UriParam(description = "delete, prune: only return the plan, and delete nothing.")
    private boolean dryRun;

    public @Nullable String getIds() {
        return ids;
    }

    public void setIds(@Nullable String ids) {
        this.ids = ids;
    }

    public @Nullable String getChains() {
        return chains;
    }

    public void setChains(@Nullable String chains) {
        this.chains = chains;
    }

    public boolean isWithDependents() {
        return withDependents;
    }

    public void setWithDependents(boolean withDependents) {
        this.withDependents = withDependents;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    DeleteChoice choice(Optional<Source> source) {
        return new DeleteChoice(source, words(ids), words(chains), withDependents);
    }

    private static List<String> words(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }
}
