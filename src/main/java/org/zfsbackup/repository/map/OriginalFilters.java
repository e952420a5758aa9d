package org.zfsbackup.repository.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.pipe.PipeSpec;

/**
 * Recognises the original program's {@code filters}: the commands that undo its pipes, in the order in which they are
 * to be run. They are never run.
 */
final class OriginalFilters {
    private OriginalFilters() {}

    /** Returns the pipes that these filters undo, in the order in which they were applied. */
    static List<PipeSpec> pipes(List<List<String>> filters) throws DamagedMapException {
        List<PipeSpec> pipes = new ArrayList<>();
        for (List<String> filter : filters) {
            pipe(filter).ifPresent(pipes::add);
        }
        Collections.reverse(pipes);
        return pipes;
    }

    private static Optional<PipeSpec> pipe(List<String> filter) throws DamagedMapException {
        String program = filter.isEmpty() ? "" : filter.get(0);
        String name = program.substring(program.lastIndexOf('/') + 1);
        if (name.equals("cat") && filter.size() == 1) {
            return Optional.empty();
        }
        if (isGunzip(name, filter.stream().skip(1).toList())) {
            return Optional.of(PipeSpec.of("gzip"));
        }
        if (name.equals("openssl") && filter.size() > 2 && filter.get(1).equals("enc") && filter.contains("-d")) {
            return Optional.of(openssl(filter));
        }
        throw new DamagedMapException("it has the filter '" + String.join(" ", filter)
                + "', which is not known. Filters are never run: undo it by hand");
    }

    private static boolean isGunzip(String name, List<String> arguments) {
        return switch (name) {
            case "gunzip", "unpigz", "zcat" -> arguments.isEmpty() || arguments.equals(List.of("-c"));
            case "gzip", "pigz" -> arguments.contains("-d") || arguments.contains("-dc");
            default -> false;
        };
    }

    private static PipeSpec openssl(List<String> filter) throws DamagedMapException {
        if (filter.contains("-pbkdf2") || filter.contains("-nosalt") || filter.contains("-md")) {
            throw new DamagedMapException("it has the filter '" + String.join(" ", filter)
                    + "' with an option that the original program did not use");
        }
        for (String word : filter) {
            if (word.matches("-aes-(128|192|256)-(cbc|ctr)")) {
                return new PipeSpec("openssl", Map.of("cipher", word.substring(1), "derivation", "original"));
            }
        }
        throw new DamagedMapException("it has the filter '" + String.join(" ", filter) + "' with an unknown cipher");
    }
}
