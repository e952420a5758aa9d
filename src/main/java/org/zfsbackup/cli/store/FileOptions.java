package org.zfsbackup.cli.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.OptionGroup;
import org.zfsbackup.cli.option.WrongUsage;
import org.zfsbackup.operation.scratch.FileChoice;
import org.zfsbackup.operation.scratch.RestoredFiles;
import org.zfsbackup.zfs.DatasetName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that bring back single files, and what is said about them. */
@OptionGroup("Single files")
final class FileOptions {
    @Option(
            names = "--files",
            paramLabel = "PATTERN",
            description =
                    "Bring back only the files whose path in the dataset matches; * ** and ? as in a shell. A directory"
                            + " that matches comes with all that is in it.")
    @Nullable
    String pattern;

    @Option(
            names = "--to-directory",
            paramLabel = "DIR",
            description = "With --files: the existing directory to copy them to. Nothing that is in it is changed.")
    @Nullable
    Path directory;

    @Option(
            names = "--scratch",
            paramLabel = "DATASET",
            description =
                    "With --files: an existing dataset with room for the whole restore, which goes into a new dataset"
                            + " below it and is destroyed afterwards (default: the pool that was backed up).")
    @Nullable
    String scratch;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** Whether the user wants single files, and has said everything that is needed. */
    boolean areWanted() {
        if (pattern == null && directory == null && scratch == null) {
            return false;
        }
        if (pattern == null || directory == null) {
            throw WrongUsage.of(spec, "single files need both --files PATTERN and --to-directory DIR");
        }
        choice();
        return true;
    }

    FileChoice choice() {
        try {
            return new FileChoice(pattern == null ? "" : pattern);
        } catch (IllegalArgumentException e) {
            throw WrongUsage.of(spec, String.valueOf(e.getMessage()));
        }
    }

    Path directory() {
        return directory == null ? Path.of("") : directory;
    }

    String scratch(String pool) {
        return new DatasetName(scratch == null ? pool : scratch).value();
    }

    static List<String> lines(RestoredFiles copied) {
        List<String> lines = new ArrayList<>();
        copied.leftOut().forEach(one -> lines.add("Left out " + one));
        if (copied.leftOutCount() > copied.leftOut().size()) {
            lines.add("Left out " + (copied.leftOutCount() - copied.leftOut().size()) + " more");
        }
        if (!copied.ownersKept()) {
            lines.add("Some files belong to this user now, because only root can give them their owners");
        }
        lines.add("Copied " + copied.files() + (copied.files() == 1 ? " file of " : " files and directories of ")
                + copied.snapshot());
        return lines;
    }

    static Map<String, Object> values(RestoredFiles copied) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("snapshot", copied.snapshot());
        values.put("files", copied.files());
        values.put("leftOut", copied.leftOutCount());
        values.put("leftOutNames", copied.leftOut());
        values.put("ownersKept", copied.ownersKept());
        return values;
    }
}
