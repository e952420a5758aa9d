#!/bin/bash
# What: zfs receive of a recursive increment (send -R -i) in zfs-fuse 0.7.0 (Debian). OpenZFS 2.3.2 was seen to do the same.
# Documented: an increment wants its destination to exist, with a newest snapshot that matches the increment's base; the
#   command names the destination.
# Seen: the child is missing under the named dataset, but another dataset of the pool has a snapshot with the base's GUID, an
#   older copy. The child's increment goes there, outside of the name that was given, and the status is 0.
# To a backup: the run into the new replica succeeds, the replica lacks the child, and the old copy that was to stay as it is
#   has a snapshot more.
. "$(dirname "$0")/zfs.bash"

destroy() {
    for try in 1 2 3 4 5 6 7 8 9 10; do
        if zfs destroy -r "$1" 2> "$work/trouble"; then return; fi
        sleep 1
    done
    cat "$work/trouble"
    exit 2
}

zfs create "$pool/data"
zfs create "$pool/data/child"
zfs create "$pool/backup"
zfs snapshot -r "$pool/data@1"
zfs snapshot -r "$pool/data@2"
zfs send -R "$pool/data@1" > "$work/full"
zfs send -R -i @1 "$pool/data@2" > "$work/increment"
zfs receive -u "$pool/backup/old" < "$work/full"
zfs receive -u "$pool/backup/new" < "$work/full"
# The source stands for one on another host: it must not be in the pool that receives.
destroy "$pool/data"
destroy "$pool/backup/new/child"
status=0
zfs receive -u "$pool/backup/new" < "$work/increment" || status=$?
echo "receive into backup/new: status $status; afterwards:"
zfs list -H -r -t snapshot -o name "$pool/backup" | sed "s,^$pool/,," | sort > "$work/seen"
cat "$work/seen"
[ "$status" = 0 ] || changed "the receive is refused"
grep -qx 'backup/new@2' "$work/seen" || changed "the named dataset did not get its part"
grep -qx 'backup/old/child@2' "$work/seen" || changed "the old copy was left alone"
echo "It is still so."
