package org.zfsbackup.store.check;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.stream.Interrupts;

/**
 * Tries out whether a store does all that a backup needs of it. It works in a folder of its own and removes that
 * afterwards; it touches nothing else.
 */
public final class StoreCheck {
    private final ObjectStore store;
    private final String folder;
    private final CheckScale scale;
    private final Clock clock;
    private final Consumer<CheckResult> listener;

    /**
     * Prepares a check; nothing is asked of the store yet.
     *
     * @param folder below which the check creates a folder of its own
     * @param listener learns of each result at once, in the calling thread
     */
    public StoreCheck(ObjectStore store, String folder, CheckScale scale, Clock clock, Consumer<CheckResult> listener) {
        this.store = store;
        this.folder = folder;
        this.scale = scale;
        this.clock = clock;
        this.listener = listener;
    }

    private List<Check> checks() {
        return List.of(
                new Check("0 bytes", folder -> ObjectChecks.putAndGet(folder, 0)),
                new Check(scale.longest() + " bytes", folder -> ObjectChecks.putAndGet(folder, scale.longest())),
                new Check("documents", ObjectChecks::documents),
                new Check("stat", ObjectChecks::stat),
                new Check("list", ListChecks::folders),
                new Check("long list", ListChecks::many),
                new Check("delete", ObjectChecks::deleting),
                new Check("put again", ObjectChecks::replacing),
                new Check("names", ObjectChecks::names),
                new Check("several readers", ObjectChecks::severalReaders),
                new Check("reading while writing", StreamChecks::readerAndWriters),
                new Check("whole or not there", StreamChecks::wholeOrNotThere),
                new Check("broken-off stream", StreamChecks::brokenOff),
                new Check("conditional writes", ConditionChecks::conditions),
                new Check("clock", folder -> PlaceChecks.clock(folder, clock)),
                new Check("unfinished uploads", PlaceChecks::uploads));
    }

    /** @throws IOException where it is interrupted; whatever else fails is in the report */
    public CheckReport run() throws IOException {
        CheckFolder folder = new CheckFolder(store, this.folder + "/check-" + UUID.randomUUID(), scale);
        List<CheckResult> results = new ArrayList<>();
        if (goesOn(new Check("place", PlaceChecks::reachable), folder, results)) {
            try {
                runIn(folder, results);
            } finally {
                clear(folder, results);
            }
        }
        return new CheckReport(store.uri(), results);
    }

    /** Also for a thread that was interrupted, whose requests would end at once. */
    private void clear(CheckFolder folder, List<CheckResult> results) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            goesOn(new Check("left behind", PlaceChecks::clear), folder, results);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where one byte cannot be put, the rest would say the same again. */
    private void runIn(CheckFolder folder, List<CheckResult> results) throws IOException {
        Check first = new Check("1 byte", one -> ObjectChecks.putAndGet(one, 1));
        if (goesOn(first, folder, results) || folder.wasWritten()) {
            for (Check check : checks()) {
                goesOn(check, folder, results);
            }
        }
    }

    private boolean goesOn(Check check, CheckFolder folder, List<CheckResult> results) throws IOException {
        CheckResult result = result(check, folder);
        results.add(result);
        listener.accept(result);
        return result.state() != CheckResult.State.FAILED;
    }

    private static CheckResult result(Check check, CheckFolder folder) throws IOException {
        try {
            Finding finding = check.body().run(folder);
            return new CheckResult(check.name(), finding.state(), finding.remark());
        } catch (Exception e) {
            if (Thread.currentThread().isInterrupted()) {
                throw Interrupts.asIo("the check was interrupted", e);
            }
            return new CheckResult(check.name(), CheckResult.State.FAILED, sentence(e));
        }
    }

    static String sentence(Exception e) {
        return e.getMessage() == null ? "it failed with " + e.getClass().getName() : e.getMessage();
    }
}
