package org.zfsbackup.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a stream is received. The receive itself never mounts it ({@code -u}).
 *
 * @param resumable keep what was received before an interruption ({@code -s})
 * @param force roll back changes since the newest snapshot ({@code -F})
 * @param set properties to set, with their values, whatever the stream says ({@code -o})
 * @param except properties not to take from the stream ({@code -x})
 */
public record ReceiveOptions(boolean resumable, boolean force, Map<String, String> set, Set<String> except) {
    /** Receives everything as it is in the stream, and can not be resumed. */
    public static final ReceiveOptions PLAIN = new ReceiveOptions(false, false, Map.of(), Set.of());

    /**
     * Checks the properties.
     *
     * @throws IllegalArgumentException if one cannot be the name of a ZFS property
     */
    public ReceiveOptions {
        set = Map.copyOf(set);
        except = Set.copyOf(except);
        set.keySet().forEach(ReceiveOptions::check);
        except.forEach(ReceiveOptions::check);
    }

    private static void check(String property) {
        if (!property.matches("[a-z0-9][A-Za-z0-9_:.@-]*")) {
            throw new IllegalArgumentException("'" + property + "' is not the name of a ZFS property");
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
