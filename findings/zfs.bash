# What the findings with zfs-fuse share: a pool of its own in a file, which $pool names. A daemon that runs is used as it is.
set -eu
export LC_ALL=C.UTF-8
[ "$(id -u)" = 0 ] && [ -c /dev/fuse ] || { echo "This needs root and /dev/fuse."; exit 2; }
version=$(dpkg-query -W -f '${Version}' zfs-fuse 2> /dev/null || true)
case $version in
    0.7.0-*) ;;
    *) echo "This is about Debian's zfs-fuse 0.7.0; installed: ${version:-none} (apt-get install zfs-fuse)."; exit 2 ;;
esac
zpool list > /dev/null 2>&1 || { echo "No zfs-fuse daemon answers; start one with: zfs-fuse --no-daemon &"; exit 2; }
work=$(mktemp -d)
pool=cfinding$$
truncate -s 128M "$work/disk"
zpool create -m "$work/mounted" "$pool" "$work/disk" > "$work/trouble" 2>&1 || { cat "$work/trouble"; exit 2; }

remove() {
    for try in 1 2 3 4 5 6 7 8 9 10; do
        if zpool destroy -f "$pool" 2> /dev/null; then
            rm -rf "$work"
            return
        fi
        sleep 1
    done
    echo "The pool $pool is still busy; destroy it, and remove $work."
}
trap remove EXIT

changed() {
    echo "The behaviour has changed: $1"
    exit 1
}
