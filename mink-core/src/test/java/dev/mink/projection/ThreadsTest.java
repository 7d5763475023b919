package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.Mink;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine as it runs outside of tests: by its own threads. */
@Timeout(60)
class ThreadsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private Mink<MemoryTransaction> mink() {
        Projection<Object> projection = Projection.named("orders")
                .on(Placed.class, (placed, delivery) -> seen.add(placed.customerId()))
                .build();
        return Mink.builder(new InMemoryStorage())
                .events(EventTypes.of(OrderEvent.class))
                .async(projection)
                .pollInterval(Duration.ofHours(1))
                .projections(settings -> settings.threads(work -> {
                    Thread thread = new Thread(work);
                    threads.add(thread);
                    return thread;
                }))
                .build()
                .start();
    }

    @Test
    void an_append_is_processed_without_anybody_looking_for_it() {
        try (Mink<MemoryTransaction> mink = mink()) {
            for (int i = 0; i < 100; i++) {
                long position = place(mink, "1", "c" + i).position();
                mink.projections().awaitCaughtUp("orders", position, LONG);
                assertThat(seen).hasSize(i + 1);
            }
        }
    }

    @Test
    void waiting_for_all_waits_for_what_is_committed_now() {
        try (Mink<MemoryTransaction> mink = mink()) {
            for (int i = 0; i < 1000; i++) {
                place(mink, "order" + i, "c" + i);
            }
            mink.projections().awaitCaughtUp(LONG);
            assertThat(seen).hasSize(1000);
        }
    }

    @Test
    void pausing_and_resuming_is_done_at_once() {
        try (Mink<MemoryTransaction> mink = mink()) {
            mink.projections().awaitCaughtUp("orders", place(mink, "1", "anna").position(), LONG);
            mink.projections().pause("orders");
            long position = place(mink, "1", "berta").position();
            assertThat(seen).containsExactly("anna");
            mink.projections().resume("orders");
            mink.projections().awaitCaughtUp("orders", position, LONG);
            assertThat(seen).containsExactly("anna", "berta");
        }
    }

    @Test
    void closing_ends_all_threads() {
        Mink<MemoryTransaction> mink = mink();
        mink.projections().awaitCaughtUp("orders", place(mink, "1", "anna").position(), LONG);
        mink.close();
        assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
    }

    @Test
    void what_threads_run_is_not_run_by_hand() {
        try (Mink<MemoryTransaction> mink = mink()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> mink.projections().runOnce())
                    .withMessageContaining("byHand()");
        }
    }
}
