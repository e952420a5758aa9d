package org.zfsbackup.bench;

/**
 * One side of a row: scripts for bash, which find their files in variables (see {@link Bed} and {@link Trial}).
 *
 * @param prepare run once, not measured
 * @param fresh run before each run, when {@code $OUT} is empty; not measured
 * @param command what is measured
 * @param check run after each run; not measured
 */
record Contender(String name, String prepare, String fresh, String command, String check) {
    static Contender of(String name, String command) {
        return new Contender(name, "", "", command, "");
    }

    Contender prepared(String script) {
        return new Contender(name, script, fresh, command, check);
    }

    Contender afresh(String script) {
        return new Contender(name, prepare, script, command, check);
    }

    Contender checked(String script) {
        return new Contender(name, prepare, fresh, command, script);
    }
}
