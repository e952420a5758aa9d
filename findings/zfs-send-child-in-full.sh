#!/bin/bash
# What: zfs send -R -i of zfs-fuse 0.7.0 (Debian), if a child has no snapshot of the base's name any more.
# Documented: -i takes an earlier snapshot of the same dataset; -R with -i makes an incremental replication stream.
# Seen: "zfs send -i" of the child alone is refused. With -R the child goes in full, in the same stream, without a message,
#   and the status is 0. The dataset is 3 MB here; the increment that was asked for has almost nothing in it.
# To a backup: a run that was to send minutes' worth of changes sends a whole dataset, and what was stored as an increment
#   cannot be received onto its base: "destination exists".
. "$(dirname "$0")/zfs.bash"
zfs create "$pool/data"
zfs create "$pool/data/child"
head -c 3000000 /dev/urandom > "$work/mounted/data/child/file"
zfs snapshot -r "$pool/data@1"
zfs snapshot -r "$pool/data@2"
zfs send -R -i @1 "$pool/data@2" > "$work/before"
zfs destroy "$pool/data/child@1"
alone=0
zfs send -i @1 "$pool/data/child@2" > "$work/alone" 2> "$work/message" || alone=$?
echo "the child alone: status $alone, $(wc -c < "$work/alone") bytes, $(sed "s/$pool/POOL/g" "$work/message")"
status=0
zfs send -R -i @1 "$pool/data@2" > "$work/after" 2> "$work/message" || status=$?
echo "-R, base there: $(wc -c < "$work/before") bytes"
echo "-R, base gone: status $status, $(wc -c < "$work/after") bytes, message '$(cat "$work/message")'"
[ "$alone" != 0 ] || changed "the child alone is not refused"
[ "$status" = 0 ] || changed "-R is refused"
[ ! -s "$work/message" ] || changed "there is a message"
[ "$(wc -c < "$work/before")" -lt 100000 ] || changed "the increment has become large"
[ "$(wc -c < "$work/after")" -gt 3000000 ] || changed "the child does not go in full"
echo "It is still so."
