package org.zfsbackup.store.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.zfsbackup.store.StoredObject;

/** A list has all objects below a folder, and no others. */
final class ListChecks {
    private ListChecks() {}

    static Finding folders(CheckFolder folder) throws IOException {
        Set<String> below = new TreeSet<>();
        for (String file : List.of("list/a", "list/b.c", "list/deeper/still/d")) {
            below.add(folder.name(file));
            folder.put(folder.name(file), file.length());
        }
        for (String file : List.of("list2", "listx/y", "lis/t")) {
            folder.put(folder.name(file), 1);
        }
        compare(below, folder.list("list"));
        compare(Set.of(), folder.list("nothing"));
        for (StoredObject object : folder.store().list(folder + "/list")) {
            int size = object.name().length() - folder.toString().length() - 1;
            if (object.size() != size) {
                throw new IOException("the list reports " + object.size() + " bytes for an object of " + size);
            }
        }
        return Finding.passed("all objects below a folder are listed, at any depth, and no others");
    }

    static Finding many(CheckFolder folder) throws Exception {
        List<String> names = IntStream.range(0, folder.scale().many())
                .mapToObj(number -> folder.name("many/" + number))
                .toList();
        folder.each(names.size(), piece -> {
            folder.store().write(names.get(piece), Integer.toString(piece).getBytes(StandardCharsets.UTF_8));
            return true;
        });
        compare(new TreeSet<>(names), folder.list("many"));
        return Finding.passed("all " + names.size() + " objects are listed");
    }

    private static void compare(Set<String> expected, List<String> found) throws IOException {
        Set<String> lacking = new TreeSet<>(expected);
        found.forEach(lacking::remove);
        Set<String> strange = new TreeSet<>(found);
        strange.removeAll(expected);
        if (!lacking.isEmpty() || !strange.isEmpty() || found.size() != expected.size()) {
            throw new IOException("of " + expected.size() + " objects the list contains "
                    + (expected.size() - lacking.size()) + (lacking.isEmpty() ? "" : ", not " + first(lacking))
                    + (strange.isEmpty() ? "" : ", and " + first(strange) + ", which is not below the folder")
                    + (found.size() == Set.copyOf(found).size() ? "" : ", some of them twice"));
        }
    }

    private static String first(Set<String> names) {
        return names.iterator().next();
    }
}
