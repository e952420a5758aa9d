package org.zfsbackup.estate;

/** Functions of bash for the changes of an estate. */
final class ShellFunctions {
    /**
     * {@code again} repeats a command, {@code tries} times at most, if something is busy; {@code enter} goes to a file system's
     * mountpoint; {@code leave} unmounts a dataset and those below it.
     */
    static final String ALL =
            """
            again() {
                for i in $(seq ${tries-5}); do
                    out=$("$@" 2>&1) && return 0
                    case "$out" in *busy*) sleep 0.2 ;; *) break ;; esac
                done
                echo "$out" >&2
                return 1
            }
            # ZFS may say that a file system is mounted, and another one is there
            enter() {
                at=$(zfs get -H -o value mountpoint "$1")
                [ "$(findmnt -n -o SOURCE --mountpoint "$at" | tail -n 1)" = "$1" ] || {
                    zfs unmount "$1" >/dev/null 2>&1 || true
                    zfs mount "$1" >/dev/null 2>&1
                    [ "$(findmnt -n -o SOURCE --mountpoint "$at" | tail -n 1)" = "$1" ]
                }
                cd "$at"
            }
            # unmounts a dataset and those below it
            leave() {
                zfs list -H -r -o name,mounted "$1" | tac | while read -r one mounted; do
                    [ "$mounted" != yes ] || again zfs unmount "$one"
                done
                sleep 0.2
            }
            """;

    private ShellFunctions() {}
}
