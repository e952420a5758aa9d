package org.zfsbackup.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.zfsbackup.zfs.DatasetUri;

/** Builds the URIs of {@code zfs:} endpoints: {@code zfs:DATASET[@SNAPSHOT][?OPTIONS]}. */
final class EndpointUri {
    private EndpointUri() {}

    /** The endpoint of a dataset; the URI of an endpoint is returned unchanged. */
    static String of(String dataset) {
        return DatasetUri.isDataset(dataset) ? dataset : DatasetUri.SCHEME + dataset;
    }

    /** The same endpoint with more options, in the syntax of a URI. */
    static String with(String uri, String options) {
        return uri + (uri.contains("?") ? "&" : "?") + options;
    }

    /**
     * The same endpoint with raw option values, because Camel encodes the options of a {@code from} that has parameters
     * a second time.
     */
    static String withRawOptions(String uri) {
        int options = uri.indexOf('?');
        if (options < 0 || uri.contains("=RAW")) {
            return uri;
        }
        return uri.substring(0, options + 1)
                + Arrays.stream(uri.substring(options + 1).split("&", -1))
                        .map(EndpointUri::rawOption)
                        .collect(Collectors.joining("&"));
    }

    private static String rawOption(String option) {
        int value = option.indexOf('=') + 1;
        if (value == 0 || option.indexOf('%') < 0) {
            return option;
        }
        String decoded = URLDecoder.decode(option.substring(value), StandardCharsets.UTF_8);
        return option.substring(0, value) + (decoded.contains(")") ? "RAW{" + decoded + "}" : "RAW(" + decoded + ")");
    }

    /** The dataset of the second endpoint, at the snapshot of the first, if it has one. */
    static String atSnapshotOf(String source, String target) {
        String path = path(source);
        int at = path.indexOf('@');
        return at < 0 ? target : path(target) + path.substring(at) + options(target);
    }

    static String withoutSnapshot(String uri) {
        String path = path(uri);
        int at = path.indexOf('@');
        return at < 0 ? uri : path.substring(0, at) + options(uri);
    }

    private static String path(String uri) {
        int options = uri.indexOf('?');
        return options < 0 ? uri : uri.substring(0, options);
    }

    private static String options(String uri) {
        return uri.substring(path(uri).length());
    }
}
