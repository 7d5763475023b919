package dev.mink.postgres.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.postgres.kit.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A rebuild does not keep what it reads: 100,000 events in a heap of 48 MiB in each build, and a million in 256 MiB
 * with {@code -Dmink.soak.events=1000000}. The events alone are larger than the heap.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RebuildMemoryTest {

    private static final int EVENTS = Integer.getInteger("mink.soak.events", 100_000);
    private static final int STREAMS = EVENTS / 40;
    private static final String HEAP = EVENTS < 1_000_000 ? "-Xmx48m" : "-Xmx256m";

    @RegisterExtension
    final Database database = new Database();

    @Test
    void a_rebuild_of_many_events_runs_in_a_small_heap() throws Exception {
        database.storage().close();
        database.execute("insert into " + database.events()
                + " (position, version, event_id, schema_version, stream_id, category, type, payload)"
                + " select nextval('\"" + database.schema() + "\".event_position'), (n - 1) / " + STREAMS + " + 1,"
                + " gen_random_uuid(), 1, 'Sum-' || n % " + STREAMS + ", 'Sum', 'Noted',"
                + " json_build_object('number', n % 1000, 'filler', repeat('x', 600))"
                + " from generate_series(1, " + EVENTS + ") n");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rebuilder.class.getName(),
                        database.url(),
                        database.schema())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("DONE 2 " + EVENTS + " in ");
        String table = '"' + database.schema() + "\".view_counts_2";
        assertThat(database.number("select sum((document ->> 'events')::bigint) from " + table))
                .isEqualTo(EVENTS);
        assertThat(database.number("select count(*) from " + table)).isEqualTo(STREAMS);
    }
}
