package org.zfsbackup.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bin/bench: every row works, and what is restored is the stream. No time is looked at. */
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
        assertThat(table.toString()).contains("Start-up: ").doesNotContain("FAILED");
        assertThat(status).as(errors.toString()).isZero();
        JsonNode outcomes = new ObjectMapper().readTree(json.toFile()).get("outcomes");
        assertThat(outcomes).hasSameSizeAs(Rows.all());
        for (JsonNode outcome : outcomes) {
            assertThat(outcome.at("/ours/0/bytesOut").asLong()).isPositive();
            assertThat(outcome.at("/peer/0/bytesOut").asLong()).isPositive();
            assertThat(table.toString()).contains(outcome.at("/row/name").asText());
        }
    }
}
