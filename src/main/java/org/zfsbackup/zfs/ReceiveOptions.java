package org.zfsbackup.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a stream is received. It is never mounted by the receive itself ({@code -u}).
 *
 * @param resumable what came before a break is kept ({@code -s})
 * @param force what was changed since the newest snapshot is rolled back ({@code -F})
 * @param set properties and the values that they get, whatever stands in the stream ({@code -o})
 * @param except properties that are not taken from the stream ({@code -x})
 */
public record ReceiveOptions(boolean resumable, boolean force, Map<String, String> set, Set<String> except) {
    public static final ReceiveOptions PLAIN = new ReceiveOptions(false, false, Map.of(), Set.of());

    public ReceiveOptions {
        set = Map.copyOf(set);
        except = Set.copyOf(except);
        set.keySet().forEach(ReceiveOptions::check);
        except.forEach(ReceiveOptions::check);
    }

    private static void check(String property) {
        if (!property.matches("[a-z0-9][A-Za-z0-9_:.@-]*")) {
            throw new IllegalArgumentException("'" + property + "' is no name of a ZFS property");
        }
    }

    List<String> words() {
        List<String> words = new ArrayList<>(List.of("-u"));
        if (resumable) {
            words.add("-s");
        }
        if (force) {
            words.add("-F");
        }
        new TreeMap<>(set).forEach((property, value) -> words.addAll(List.of("-o", property + "=" + value)));
        new TreeSet<>(except).forEach(property -> words.addAll(List.of("-x", property)));
        return words;
    }
}
