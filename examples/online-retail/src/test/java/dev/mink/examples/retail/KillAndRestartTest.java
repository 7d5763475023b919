package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.examples.retail.Views.MonthSales;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillAndRestartTest {
    private static final int SAMPLES = 4;
    private static final long LINES = SAMPLES * 5_217L;
    private static final long DOCUMENTS = SAMPLES * 310L;
    private static final long EVENTS = LINES + 2 * DOCUMENTS;
    private static final int KILLS = 3;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @AfterEach
    void stop_what_a_failed_test_left_over() throws IOException, InterruptedException {
        for (Path cluster : clusters()) {
            LeftOver.stop(cluster);
        }
    }

    @Test
    void an_import_that_is_killed_at_random_moments_adds_up() throws Exception {
        Path data = Data.samples(directory, SAMPLES);
        int killedMidway = 0;
        Set<String> nodes = new HashSet<>();
        try (EmbeddedServer server = EmbeddedServer.start(directory);
                Database database = Database.open(server.url().jdbc() + "?user=postgres", directory);
                Mink<Connection> mink =
                        database.start(OnlineRetail.schema(DataFile.at(data).survey()))) {
            EventStore<?> store = mink.store();
            for (int i = 1; i <= KILLS; i++) {
                long enough = EVENTS * i / (KILLS + 1) + random.nextInt(2_000);
                try (ImportProcess process = start(server.url().jdbc() + "?user=postgres", data)) {
                    process.awaitThat(() -> store.lastPosition() >= enough);
                    mink.projections().statuses().forEach(status -> nodes.addAll(status.nodes()));
                    process.kill();
                }
                killedMidway += store.lastPosition() < EVENTS ? 1 : 0;
            }
            try (ImportProcess process = start(server.url().jdbc() + "?user=postgres", data)) {
                assertThat(process.output()).as("seed %d", seed).isEqualTo(expected());
            }
            assertWhole(mink);
        }
        assertThat(killedMidway).isPositive();
        assertThat(nodes)
                .as("the nodes that kept views: this one and some that were killed")
                .hasSizeGreaterThan(1);
    }

    @Test
    void a_server_that_a_killed_import_left_over_is_in_nobodys_way() throws Exception {
        Path data = Data.samples(directory, SAMPLES);
        try (ImportProcess process = start(null, data)) {
            process.ends(random.nextInt(1_500));
            process.kill();
        }
        for (int i = 1; i < KILLS; i++) {
            Set<String> before = processesOfServers();
            try (ImportProcess process = start(null, data)) {
                process.awaitThat(() -> !before.containsAll(processesOfServers()));
                process.ends(random.nextInt(200));
                process.kill();
            }
            assertThat(servers()).as("seed %d", seed).isNotEmpty();
        }

        try (ImportProcess process = start(null, data)) {
            assertThat(process.output()).as("seed %d", seed).isEqualTo(expected());
        }

        assertNoServerRuns();
        try (Database database = Database.open(null, directory);
                Mink<Connection> mink =
                        database.start(OnlineRetail.schema(DataFile.at(data).survey()))) {
            assertWhole(mink);
        }
    }

    @Test
    void an_import_that_is_asked_to_end_stops_its_server() throws Exception {
        Path data = Data.samples(directory, SAMPLES);
        try (ImportProcess process = start(null, data)) {
            process.ends(1_000 + random.nextInt(2_000));
            process.stop();
            assertThat(process.errors()).as("seed %d", seed).doesNotContain("Exception");
        }
        assertNoServerRuns();
    }

    private ImportProcess start(String databaseUrl, Path data) throws IOException {
        return ImportProcess.start(
                directory, databaseUrl, "--data", data.toString(), "--data-dir", directory.toString(), "--json");
    }

    private static String expected() {
        return "{\"orders\":1124,\"creditNotes\":116,\"adjustments\":0,\"lines\":20868,\"rejected\":0,"
                + "\"netTotal\":419371.36,\"countries\":{\"United Kingdom\":402676.32,\"Norway\":7676.56,"
                + "\"France\":3423.44,\"EIRE\":2281.52,\"Australia\":1433,\"Germany\":1110.12,\"Netherlands\":770.4}}"
                + System.lineSeparator();
    }

    /** Every document is there once, from its first event to its last, and the views have each once. */
    private void assertWhole(Mink<?> mink) {
        Map<StreamId, Long> versions = new HashMap<>();
        mink.store().read(FeedQuery.all()).forEach(event -> {
            long previous = versions.getOrDefault(event.stream(), 0L);
            assertThat(event.version()).as("%s, seed %d", event.stream(), seed).isEqualTo(previous + 1);
            versions.put(event.stream(), event.version());
        });
        assertThat(versions).hasSize((int) DOCUMENTS);
        assertThat(versions.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(EVENTS);

        Figures figures = Shop.figures(mink);
        assertThat(figures.lines()).as("seed %d", seed).isEqualTo(LINES);
        assertThat(figures.months()).extracting(MonthSales::documents).containsExactly(DOCUMENTS);
    }

    private void assertNoServerRuns() {
        assertThat(servers()).as("seed %d", seed).isEmpty();
    }

    /** The files by which servers say that they run. */
    private List<Path> servers() {
        return clusters().stream()
                .map(cluster -> cluster.resolve("postmaster.pid"))
                .filter(KillAndRestartTest::isOfServer)
                .toList();
    }

    /** The ids of their processes. */
    private Set<String> processesOfServers() {
        return servers().stream().map(KillAndRestartTest::firstLine).collect(Collectors.toSet());
    }

    /** While a server is initialised, there is such a file with a negative process id. */
    private static boolean isOfServer(Path file) {
        return firstLine(file).matches("[0-9]+");
    }

    /** Empty if the file is not there, or not written yet. */
    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> clusters() {
        List<Path> clusters = new ArrayList<>();
        try (DirectoryStream<Path> postgres = Files.newDirectoryStream(directory, "postgres-*")) {
            for (Path version : postgres) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(version, "cluster-*")) {
                    found.forEach(clusters::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return clusters;
    }
}
