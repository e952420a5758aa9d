package org.zfsbackup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.zfsbackup.zfs.SyntheticStream;

/**
 * A scripted {@code zfs} with one dataset, {@code tank/a}, and any number of snapshots, for failures that the real one
 * does not have at hand. What its send and receive do is a line of shell, in which {@code $stream} is the file with the
 * whole stream.
 */
public final class FakeZfs {
    private static final String SCRIPT =
            """
            #!/bin/bash
            here=%s
            echo "$*" >> $here/calls
            case "$1" in
            get)
                case "$*" in
                *creation*tank/a) cat $here/table ;;
                *creation*)
                    there=$here/there-${@: -1}; there=${there//tank\\//}
                    if [ -e "$there" ]; then
                        printf '%%s\tcreation\t1\n%%s\tguid\t5\n%%s\tcreatetxg\t1\n' "${@: -1}" "${@: -1}" "${@: -1}"
                        while read guid; do
                            name=${@: -1}@s$((guid - 1000))
                            printf '%%s\tcreation\t%%s\n' "$name" $((1700000000 + guid - 1000))
                            printf '%%s\tguid\t%%s\n%%s\tcreatetxg\t%%s\n' "$name" "$guid" "$name" "$guid"
                        done <"$there"
                    else
                        echo "cannot open '${@: -1}': dataset does not exist" >&2; exit 1
                    fi ;;
                "get -Hp -o value guid "*)
                    there=$here/there-${@: -1}; there=${there//tank\\//}; name=${there#*@s}
                    grep -qxs "$((name + 1000))" "${there%%@*}" && echo $((name + 1000)) && exit
                    echo "cannot open '${@: -1}': dataset does not exist" >&2; exit 1 ;;
                *mounted*) ;;
                *) echo "cannot open '${@: -1}': dataset does not exist" >&2; exit 1 ;;
                esac ;;
            list)
                if [ "$3" != -t ] && [[ ! -e $here/pools || "${@: -1}" == */* ]]; then
                    echo "cannot open '${@: -1}': dataset does not exist" >&2
                    exit 1
                fi ;;
            create|mount|hold|release|bookmark) exit 0 ;;
            send)
                [ $# -gt 1 ] || { cat $here/usage >&2; exit 2; }
                [ "$2" != -nvP ] || { printf 'full\\t%%s\\t123456\\nsize\\t123456\\n' "${@: -1}"; exit 0; }
                stream=$here/stream-${@: -1}; stream=${stream//@//}
                . $here/send ;;
            receive)
                (. $here/receive); status=$?
                there=$here/there-${@: -1}; there=${there//tank\\//}
                if [ $status = 0 ] && [ -e $here/received ]; then
                    od -An -tu8 -j40 -N8 $here/received | tr -d ' ' >>"$there"
                fi
                exit $status ;;
            *) exit 1 ;;
            esac
            """;

    private final Path directory;

    private FakeZfs(Path directory) {
        this.directory = directory;
    }

    /** A zfs whose streams hold so many bytes each. */
    public static FakeZfs in(Path directory, int snapshots, int payload) {
        FakeZfs zfs = new FakeZfs(directory);
        try {
            zfs.write("zfs", SCRIPT.formatted(directory));
            Files.setPosixFilePermissions(directory.resolve("zfs"), PosixFilePermissions.fromString("rwxr-xr-x"));
            StringBuilder table = new StringBuilder("tank/a\tcreation\t1\ntank/a\tguid\t1\ntank/a\tcreatetxg\t1\n");
            Files.createDirectories(directory.resolve("stream-tank/a"));
            for (int i = 1; i <= snapshots; i++) {
                String name = "tank/a@s" + i;
                table.append(name)
                        .append("\tcreation\t")
                        .append(1_700_000_000L + i)
                        .append('\n');
                table.append(name).append("\tguid\t").append(1000 + i).append('\n');
                table.append(name).append("\tcreatetxg\t").append(10 + i).append('\n');
                if (payload > 0) {
                    byte[] stream = SyntheticStream.bytes(name, payload, i, 1000 + i, i == 1 ? 0 : 999 + i);
                    Files.write(directory.resolve("stream-tank/a/s" + i), stream);
                }
            }
            zfs.write("table", table.toString());
            zfs.write("usage", "usage: send [-RDp] [-[iI] snapshot] <snapshot>\n");
            zfs.sending("cat $stream");
            zfs.receiving("cat > $here/received");
            return zfs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of shell that a send is from now on. */
    public FakeZfs sending(String shell) {
        write("send", shell + "\n");
        return this;
    }

    public FakeZfs receiving(String shell) {
        write("receive", shell + "\n");
        return this;
    }

    /** From now on it is as able as OpenZFS is: it estimates. */
    public FakeZfs estimating() {
        write(
                "usage",
                "usage:\n\tsend [-DLPbcehnpsVvw] [-i|-I snapshot]\n\t     [-R [-X dataset[,dataset]...]] <snapshot>\n");
        return this;
    }

    /** From now on there is every pool that it is asked for. */
    public FakeZfs withPools() {
        write("pools", "");
        return this;
    }

    public String command() {
        return directory.resolve("zfs").toString();
    }

    /** How it was called since the last time that this was asked. */
    public List<String> calls() {
        Path calls = directory.resolve("calls");
        try {
            List<String> lines = Files.exists(calls) ? Files.readAllLines(calls) : List.of();
            Files.deleteIfExists(calls);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] stream(int snapshot) {
        return bytes("stream-tank/a/s" + snapshot);
    }

    /** What was received so far is not there any more. */
    public FakeZfs destroyed() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("there-"))
                    .toList()) {
                Files.delete(file);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] received() {
        return bytes("received");
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        Trees.text(directory.resolve(name), text);
    }
}
