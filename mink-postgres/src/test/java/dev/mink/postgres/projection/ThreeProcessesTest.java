package dev.mink.postgres.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three processes run the same projections, and are killed and stopped while others write. */
@ExtendWith(Seed.Source.class)
class ThreeProcessesTest {

    private static final int NODES = 3;
    private static final int MOST_TRIES = 12;
    private static final int LONGEST_STOP_MILLIS = 3000;

    @RegisterExtension
    final Database database = new Database();

    @TempDir
    Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private PostgresStorage storage;
    private int started;

    @AfterEach
    void end_what_still_runs() {
        nodes.forEach(NodeProcess::close);
    }

    @Test
    void every_event_counts_once_whatever_happens_to_the_nodes(Seed seed) throws Exception {
        begin(Fencing.LEASES);
        int troubles = 2 * Soak.rounds(3);
        Random random = seed.random(0);
        try (Writers writers = new Writers(storage, seed.random(1))) {
            for (int i = 0; i < troubles; i++) {
                awaitWritten(writers, 50 + random.nextInt(200));
                trouble(i, random);
            }
            awaitWritten(writers, 100);
            writers.end();
        }
        Map<String, String> expected = Totals.recount(storage);
        awaitProcessed();

        assertThat(totals()).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(leases()).as("changes of owners").isGreaterThan(4L + troubles / 2);
        assertThat(database.number("select count(*) from \"" + database.schema() + "\".projection_dead_letters"))
                .isZero();
    }

    @Test
    void without_leases_a_process_that_stood_still_counts_events_twice(Seed seed) throws Exception {
        requireWrong(Fencing.NONE, seed, (random, node) -> stopFor(node, 2500));
    }

    @Test
    void with_the_position_beside_the_transaction_a_kill_leaves_events_out(Seed seed) throws Exception {
        requireWrong(Fencing.POSITION_BESIDE, seed, (random, node) -> replace(node, Fencing.POSITION_BESIDE));
    }

    private void requireWrong(Fencing fencing, Seed seed, Trouble trouble) throws Exception {
        begin(fencing);
        Random random = seed.random(0);
        for (int i = 0; i < MOST_TRIES; i++) {
            try (Writers writers = new Writers(storage, seed.random(i + 1))) {
                for (int node = 0; node < NODES; node++) {
                    awaitWritten(writers, 50 + random.nextInt(100));
                    trouble.happen(random, node);
                }
                writers.end();
            }
            Map<String, String> expected = Totals.recount(storage);
            awaitProcessed();
            if (!totals().equals(expected)) {
                return;
            }
        }
        throw new AssertionError("all totals were right after " + MOST_TRIES * NODES + " troubles");
    }

    private void begin(Fencing fencing) throws Exception {
        storage = database.storage();
        Totals.createTable(database.dataSource(), database.schema());
        for (int i = 0; i < NODES; i++) {
            nodes.add(newNode(fencing));
        }
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
    }

    private NodeProcess newNode(Fencing fencing) throws IOException {
        return NodeProcess.start(database, directory, "node-" + ++started, fencing);
    }

    private void trouble(int number, Random random) throws Exception {
        if (number % 2 == 0) {
            List<Integer> busy = new ArrayList<>();
            Await.until("a node runs two partitions", () -> busy.addAll(busy()));
            int node = busy.get(random.nextInt(busy.size()));
            String killed = nodes.get(node).name();
            replace(node, Fencing.LEASES);
            Await.until("others run what it ran", () -> !owners().contains(killed));
        } else {
            stopFor(random.nextInt(NODES), 200 + random.nextInt(LONGEST_STOP_MILLIS - 200));
        }
    }

    /** The nodes that run two partitions or more, which one of three does when all four are run. */
    private List<Integer> busy() {
        List<@Nullable String> owners = owners();
        return IntStream.range(0, NODES)
                .filter(node -> Collections.frequency(owners, nodes.get(node).name()) > 1)
                .boxed()
                .toList();
    }

    /** Kills a node, and starts another in its place. */
    private void replace(int node, Fencing fencing) throws Exception {
        nodes.get(node).kill();
        nodes.set(node, newNode(fencing));
        nodes.get(node).awaitReady();
    }

    /** Has a node stand still for longer than its lease, or for less. */
    private void stopFor(int node, int millis) throws Exception {
        nodes.get(node).stop();
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
        nodes.get(node).goOn();
    }

    private static void awaitWritten(Writers writers, long more) throws Exception {
        long end = writers.written() + more;
        Await.until("writers have written", () -> writers.written() >= end);
    }

    /** Waits until all partitions are at the end of the feed. */
    private void awaitProcessed() throws Exception {
        long last = storage.lastPosition();
        Await.until("the nodes are done", () -> partitions().stream().allMatch(each -> each.position() >= last));
    }

    private List<Partition> partitions() {
        List<Partition> partitions = new ArrayList<>();
        for (Generation generation :
                storage.projections().orElseThrow().roster().generations()) {
            partitions.addAll(generation.partitions());
        }
        assertThat(partitions).hasSize(4);
        return partitions;
    }

    private List<@Nullable String> owners() {
        List<@Nullable String> owners = new ArrayList<>();
        partitions().forEach(each -> owners.add(each.owner()));
        return owners;
    }

    private long leases() {
        return partitions().stream().mapToLong(Partition::lease).sum();
    }

    private Map<String, String> totals() throws Exception {
        return Totals.read(database.dataSource(), database.schema());
    }

    @FunctionalInterface
    private interface Trouble {
        void happen(Random random, int node) throws Exception;
    }
}
