#!/bin/bash
# What: zfs receive of zfs-fuse 0.7.0 (Debian), if a dataset of a recursive incremental stream has become a clone meanwhile.
# Documented: an incremental stream that begins at the newest snapshot of the destination is received, and the status tells
#   whether it was.
# Seen: the dataset was an ordinary one at the base; then another dataset, outside the stream, was promoted, and it is a clone
#   of that one now. Sending -R -i ends with 0. The receive takes every snapshot, prints nothing, and ends with 1, although
#   nothing is missing. The same stream without -R, of the dataset alone, ends with 0.
# To a backup: a restore that went well is taken for a failure, and nothing says of what; or the status is ignored, and then
#   real failures are ignored too.
. "$(dirname "$0")/zfs.bash"
zfs create "$pool/outside"
zfs create "$pool/tree"
echo content > "$work/mounted/outside/file"
zfs snapshot "$pool/outside@origin"
zfs clone "$pool/outside@origin" "$pool/tree/child"
zfs promote "$pool/tree/child"
zfs snapshot -r "$pool/tree@1"
zfs send -R "$pool/tree@1" > "$work/full"
zfs promote "$pool/outside"
zfs snapshot -r "$pool/tree@2"
status=0
zfs send -R -i @1 "$pool/tree@2" > "$work/increment" || status=$?
echo "send -R -i: status $status"
zfs send -i @1 "$pool/tree/child@2" > "$work/alone"
[ "$status" = 0 ] || changed "the stream is not sent"

zfs receive -u "$pool/copy" < "$work/full"
status=0
zfs receive -u "$pool/copy" < "$work/increment" > "$work/message" 2>&1 || status=$?
there=$(zfs list -H -r -t snapshot -o name "$pool/copy" | grep -c '@2$' || true)
echo "receive: status $status, message '$(cat "$work/message")', $there of 2 datasets have @2"
[ "$there" = 2 ] || changed "not everything is received"
[ "$status" != 0 ] || changed "the status is 0"
[ ! -s "$work/message" ] || changed "there is a message"

zfs receive -u "$pool/other" < "$work/full"
status=0
zfs receive -u "$pool/other/child" < "$work/alone" || status=$?
echo "receive of the child alone: status $status"
[ "$status" = 0 ] || changed "the child alone is refused"
echo "It is still so."
