package org.zfsbackup.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bin/bench: every row works, and what is restored is the stream. No time is looked at. */
@Tag("zfs")
@Timeout(1200)
class BenchIT {
    @TempDir
    Path directory;

    @Test
    void everyRowHasItsFigures() throws IOException {
        StringWriter table = new StringWriter();
        StringWriter errors = new StringWriter();
        Path json = directory.resolve("raw.json");
        String[] arguments = {
            "--size",
            "4MiB",
            "--pairs",
            "1",
            "--work",
            directory.resolve("work").toString(),
            "--json",
            json.toString()
        };
        int status = Bench.run(new PrintWriter(table), new PrintWriter(errors), arguments);
        assertThat(status).as(errors + "\n" + table).isZero();
        assertThat(table.toString()).contains("Start-up: ").doesNotContain("FAILED");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        JsonNode outcomes = report.get("outcomes");
        assertThat(outcomes).hasSameSizeAs(Rows.all());
        for (JsonNode outcome : outcomes) {
            String name = outcome.at("/row/name").asText();
            assertThat(table.toString()).contains(name);
            for (String side : List.of("ours", "peer")) {
                long bytes = outcome.at("/" + side + "/0/bytesOut").asLong();
                if (!name.startsWith("replica")) {
                    assertThat(bytes).as(name).isPositive();
                }
                if (name.startsWith("s3 download")) {
                    assertThat(bytes).as(name).isGreaterThan(16 << 20);
                }
                if (name.startsWith("restore")) {
                    assertThat(bytes)
                            .as(name)
                            .isEqualTo(report.get("streamBytes").asLong());
                }
            }
        }
    }
}
