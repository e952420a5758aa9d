package org.zfsbackup.s3server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The faults that are played, the newest first: one of them at most strikes a request. */
final class Faults {
    private final Deque<Fault> faults = new ArrayDeque<>();
    private boolean gone;

    synchronized void play(Fault fault) {
        faults.addFirst(fault);
    }

    synchronized void heal() {
        faults.clear();
        gone = false;
    }

    synchronized Optional<Effect> next(Request request) {
        if (gone) {
            return Optional.of(Effect.BUCKET_GONE);
        }
        Optional<Effect> effect = faults.stream()
                .filter(fault -> fault.strikes(request))
                .map(Fault::effect)
                .findFirst();
        gone = effect.filter(Effect.BUCKET_GONE::equals).isPresent();
        return effect;
    }
}
