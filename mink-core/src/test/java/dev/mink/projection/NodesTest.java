package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.MemoryTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodesTest {

    private final Shop shop = new Shop();
    private final Mink<MemoryTransaction> store = shop.node("store", mink -> {});

    /** What each node has processed. */
    private final Map<String, List<String>> seen = new HashMap<>();

    private Projections<MemoryTransaction> node(String name, int projections, int partitions) {
        seen.put(name, new ArrayList<>());
        Projections.Builder<MemoryTransaction> builder = Projections.builder(shop.storage)
                .node(name)
                .leaseDuration(Duration.ofSeconds(10))
                .byHand();
        for (int i = 0; i < projections; i++) {
            builder.async(
                    Projection.named("p" + i)
                            .on(
                                    Placed.class,
                                    (placed, delivery) -> seen.get(name).add(placed.customerId()))
                            .perStream()
                            .build(),
                    AsyncOptions.defaults().partitions(partitions));
        }
        return builder.build(store.store(), shop.clock, Duration.ofMillis(500));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void run(Projections<MemoryTransaction>... nodes) {
        for (int i = 0; i < 10; i++) {
            Arrays.stream(nodes).forEach(Projections::runOnce);
        }
    }

    private static long runBy(Projections<MemoryTransaction> any, String node) {
        return any.statuses().stream()
                .filter(each -> each.nodes().contains(node))
                .count();
    }

    @Test
    void nodes_share_the_projections_evenly_as_they_come_and_go() {
        Projections<MemoryTransaction> a = node("a", 6, 1);
        run(a);
        assertThat(runBy(a, "a")).isEqualTo(6);

        Projections<MemoryTransaction> b = node("b", 6, 1);
        run(a, b);
        assertThat(List.of(runBy(a, "a"), runBy(a, "b"))).containsExactly(3L, 3L);

        Projections<MemoryTransaction> c = node("c", 6, 1);
        run(a, b, c);
        assertThat(List.of(runBy(a, "a"), runBy(a, "b"), runBy(a, "c"))).containsExactly(2L, 2L, 2L);

        b.close();
        run(a, c);
        assertThat(List.of(runBy(a, "a"), runBy(a, "b"), runBy(a, "c"))).containsExactly(3L, 0L, 3L);
    }

    @Test
    void partitions_of_one_projection_are_shared_and_process_each_event_once_in_the_order_of_its_stream() {
        Projections<MemoryTransaction> a = node("a", 1, 4);
        Projections<MemoryTransaction> b = node("b", 1, 4);
        run(a, b);
        for (int i = 0; i < 200; i++) {
            place(store, "order" + i % 20, i % 20 + "." + i / 20);
        }
        run(a, b);

        assertThat(seen.get("a")).isNotEmpty();
        assertThat(seen.get("b")).isNotEmpty();
        List<String> all = seen.values().stream().flatMap(Collection::stream).toList();
        assertThat(all).hasSize(200).doesNotHaveDuplicates();
        for (List<String> each : seen.values()) {
            for (int stream = 0; stream < 20; stream++) {
                String prefix = stream + ".";
                List<String> ofStream =
                        each.stream().filter(one -> one.startsWith(prefix)).toList();
                assertThat(ofStream).isSorted();
            }
        }
    }

    @Test
    void a_node_that_is_not_heard_of_any_more_is_replaced_and_can_write_nothing_when_it_wakes_up() {
        Projections<MemoryTransaction> a = node("a", 1, 1);
        run(a);
        place(store, "1", "anna");
        run(a);
        Projections<MemoryTransaction> b = node("b", 1, 1);
        run(b);
        place(store, "1", "berta");
        run(b);
        assertThat(seen.get("b")).isEmpty();

        shop.later(Duration.ofSeconds(11));
        run(b);
        assertThat(seen.get("b")).containsExactly("berta");
        place(store, "1", "clara");
        run(a);

        assertThat(seen.get("a")).containsExactly("anna");
        run(b);
        assertThat(seen.get("b")).containsExactly("berta", "clara");
    }

    @Test
    void what_one_node_asks_for_is_done_where_the_projection_runs() {
        Projections<MemoryTransaction> a = node("a", 1, 1);
        run(a);
        Projections<MemoryTransaction> b = node("b", 1, 1);
        run(b);

        b.pause("p0");
        place(store, "1", "anna");
        run(a, b);
        assertThat(seen.get("a")).isEmpty();
        assertThat(b.status("p0").state()).isEqualTo(ProjectionState.PAUSED);
        b.resume("p0");
        run(a, b);

        assertThat(seen.get("a")).containsExactly("anna");
        assertThat(b.status("p0").position()).isEqualTo(1);
        assertThat(b.status("p0").state()).isEqualTo(ProjectionState.RUNNING);
        assertThat(b.status("p0").nodes()).containsExactly("a");
        b.awaitCaughtUp("p0", 1, Duration.ZERO);
    }
}
