#!/bin/bash
# What: MLSxEntryParser of Apache Commons Net 3.12.0, which FTPClient.mlistDir uses for a server's answer to MLSD.
# Documented: RFC 3659 (7.5.1.5) lets a server name types of its own as "OS.name=type"; servers send
#   "type=OS.unix=slink:TARGET" for a symbolic link. The parser is documented to read the listings of RFC 3659.
# Seen: a line with such a fact becomes null, whatever else it says, and mlistDir leaves the entry out without a word.
#   Lines of files and directories are read.
# To a backup: a store whose chunk or folder is reached by a symbolic link looks as if the chunk was not there.
. "$(dirname "$0")/run.bash"
jars commons-net:commons-net:3.12.0
program Links <<'J'
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;

public class Links {
    public static void main(String[] args) {
        for (String line : new String[] {
            "type=file;size=3; chunk", "type=dir; folder", "type=OS.unix=slink:/disk2/chunk;size=3; chunk"
        }) {
            FTPFile file = MLSxEntryParser.parseEntry(line);
            System.out.println(line + " -> " + (file == null ? "nothing" : file.getName()));
        }
    }
}
J
still <<'S'
type=file;size=3; chunk -> chunk
type=dir; folder -> folder
type=OS.unix=slink:/disk2/chunk;size=3; chunk -> nothing
S
