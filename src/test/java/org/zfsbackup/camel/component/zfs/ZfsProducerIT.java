package org.zfsbackup.camel.component.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.zfs.Snapshot;

/** What a {@code zfs:} producer does, on real ZFS. */
@Tag("zfs")
class ZfsProducerIT {
    @TempDir
    Path directory;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private RealZfs zfs;
    private String source;
    private ProducerTemplate template;

    @BeforeEach
    void prepare() {
        zfs = RealZfs.in(directory);
        source = zfs.dataset("a b");
        Trees.random(zfs.path(source).resolve("file"), 100_000, 1);
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void destroy() {
        context.stop();
        zfs.close();
    }

    @SuppressWarnings("unchecked")
    private List<String> listed() {
        List<Snapshot> snapshots = template.requestBody("zfs:" + source + "?operation=list", null, List.class);
        return snapshots.stream().map(snapshot -> snapshot.name().name()).toList();
    }

    @Test
    void snapshotsAreTakenListedAndDestroyed() {
        template.requestBody("zfs:" + source + "@one?operation=snapshot", (Object) null);
        template.requestBody("zfs:" + source + "@two?operation=snapshot", (Object) null);
        assertThat(listed()).containsExactly("one", "two").isEqualTo(zfs.snapshots(source));
        template.requestBody("zfs:" + source + "@one?operation=destroy", (Object) null);
        assertThat(listed()).containsExactly("two");
    }

    @Test
    void aSnapshotIsSentAndReceivedAndMounted() throws Exception {
        zfs.snapshot(source, "one");
        Map<String, String> files = Trees.hashes(zfs.path(source));
        String copy = zfs.pool() + "/deep/er/copy";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:copy")
                        .to("zfs:" + source + "@one?operation=send")
                        .to("zfs:" + copy + "?operation=receive")
                        .to("zfs:" + copy + "?operation=mount");
            }
        });
        template.requestBody("direct:copy", (Object) null);
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(files);
    }

    @Test
    void aDatasetIsNeverDestroyed() {
        assertThatThrownBy(() -> template.requestBody("zfs:" + source + "?operation=destroy", (Object) null))
                .hasStackTraceContaining("needs a snapshot");
        assertThat(zfs.path(source).resolve("file")).exists();
    }
}
