package org.zfsbackup.s3server;

import java.util.function.Predicate;

/** A fault that a test plays: what goes wrong with which requests, from which of them on, and how many times. */
public final class Fault {
    private final Effect effect;
    private final Predicate<Request> where;
    private final int after;
    private final int times;
    private int seen;
    private int played;

    private Fault(Effect effect, Predicate<Request> where, int after, int times) {
        this.effect = effect;
        this.where = where;
        this.after = after;
        this.times = times;
    }

    /** With every such request. */
    public static Fault of(Effect effect, Predicate<Request> where) {
        return new Fault(effect, where, 0, Integer.MAX_VALUE);
    }

    /** The same fault that lets the first few such requests through. */
    public Fault after(int requests) {
        return new Fault(effect, where, requests, times);
    }

    /** The same fault that is over when it has been played so many times; tries again are requests too. */
    public Fault times(int most) {
        return new Fault(effect, where, after, most);
    }

    public Fault once() {
        return times(1);
    }

    /** How many requests it has struck. */
    public synchronized int played() {
        return played;
    }

    synchronized boolean strikes(Request request) {
        if (played == times || !where.test(request) || ++seen <= after) {
            return false;
        }
        played++;
        return true;
    }

    Effect effect() {
        return effect;
    }
}
