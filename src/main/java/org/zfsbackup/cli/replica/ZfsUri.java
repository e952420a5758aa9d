package org.zfsbackup.cli.replica;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of {@code zfs:} endpoints. */
final class ZfsUri {
    private ZfsUri() {}

    /**
     * The endpoint of a dataset or snapshot.
     *
     * @param options each from {@link #option}
     */
    static String of(String dataset, List<String> options) {
        return "zfs:" + dataset + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    /** An option, encoded because the endpoint is itself an option of another endpoint. */
    static String option(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
