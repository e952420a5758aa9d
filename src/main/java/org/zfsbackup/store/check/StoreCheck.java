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
 * Checks whether a store does everything that a backup needs. It works in a folder of its own, which it removes
 * afterwards, and does not touch anything else.
 */
public final class StoreCheck {
    private final ObjectStore store;
    private final String folder;
    private final CheckScale scale;
    private final Clock clock;
    private final Consumer<CheckResult> listener;

    /**
     * Prepares a check without contacting the store.
     *
     * @param store the store to check; the caller closes it
     * @param folder the parent of the check's own folder
     * @param scale how much data to use
     * @param clock our clock, to compare the store's with
     * @param listener gets each result at once, in the calling thread
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
                new Check("interrupted stream", StreamChecks::brokenOff),
                new Check("conditional writes", ConditionChecks::conditions),
                new Check("clock", folder -> PlaceChecks.clock(folder, clock)),
                new Check("unfinished uploads", PlaceChecks::uploads));
    }

    /**
     * Runs all checks, in the calling thread and some threads of its own.
     *
     * @throws IOException if it is interrupted; all other failures are in the report
     */
    public CheckReport run() throws IOException {
        CheckFolder folder = new CheckFolder(store, this.folder + "/check-" + UUID.randomUUID(), scale);
        List<CheckResult> results = new ArrayList<>();
        if (runOne(new Check("place", PlaceChecks::reachable), folder, results)) {
            try {
                runIn(folder, results);
            } finally {
                clear(folder, results);
            }
        }
        return new CheckReport(store.uri(), results);
    }

    /** Clears the interrupt for the time of the requests, which would fail otherwise. */
    private void clear(CheckFolder folder, List<CheckResult> results) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            runOne(new Check("left behind", PlaceChecks::clear), folder, results);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** If not even one byte can be stored, the other checks would report the same failure. */
    private void runIn(CheckFolder folder, List<CheckResult> results) throws IOException {
        Check first = new Check("1 byte", own -> ObjectChecks.putAndGet(own, 1));
        if (runOne(first, folder, results) || folder.wasWritten()) {
            for (Check check : checks()) {
                runOne(check, folder, results);
            }
        }
    }

    /** Returns false if the check failed. */
    private boolean runOne(Check check, CheckFolder folder, List<CheckResult> results) throws IOException {
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
        return e.getMessage() == null ? "failed with " + e.getClass().getName() : e.getMessage();
    }
}
