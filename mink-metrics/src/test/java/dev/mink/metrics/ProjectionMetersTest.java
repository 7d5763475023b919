package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionObserver;
import dev.mink.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each meter of projections moves when it should, and only then. */
final class ProjectionMetersTest {

    private static final Duration SOON = Duration.ofMillis(10);

    private final Probe probe = new Probe();
    private final MutableClock clock = MutableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final Set<String> poison = new HashSet<>();
    private final Projection<Object> names = Projection.named("names")
            .on(OrderEvent.Placed.class, (event, transaction) -> {
                probe.clock.add(Duration.ofSeconds(1));
                if (poison.contains(event.customer())) {
                    throw new IllegalStateException("cannot take " + event.customer());
                }
            })
            .on(OrderEvent.LineAdded.class, (event, transaction) -> {})
            .build();
    private final Mink<MemoryTransaction> mink = Shop.mink(new InMemoryStorage(clock), MinkMetrics.of(probe.registry))
            .clock(clock)
            .async(names, AsyncOptions.defaults().retries(1, SOON))
            .build();

    @BeforeEach
    void start() {
        mink.start();
    }

    @AfterEach
    void close() {
        mink.close();
    }

    @Test
    void processed_events_are_counted_by_type_and_their_transactions_timed() {
        append("1", new OrderEvent.Placed("anna"), new OrderEvent.LineAdded("mug"));
        append("2", new OrderEvent.Placed("berta"));
        run();

        assertThat(probe.count("mink.projection.events", "name", "names", "type", "Placed", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.count("mink.projection.events", "name", "names", "type", "LineAdded", "outcome", "success"))
                .isEqualTo(1);
        assertThat(probe.count("mink.projection.events", "outcome", "error")).isZero();
        assertThat(probe.count("mink.projection.duration", "name", "names", "outcome", "success"))
                .isEqualTo(1);
        assertThat(probe.total("mink.projection.duration", "name", "names", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.count("mink.projection.errors")).isZero();
    }

    @Test
    void turns_without_events_are_no_transactions_of_interest() {
        run();
        run();

        assertThat(probe.count("mink.projection.duration")).isZero();
    }

    @Test
    void a_poison_event_is_an_error_until_it_is_parked() {
        poison.add("anna");
        append("1", new OrderEvent.Placed("anna"), new OrderEvent.LineAdded("mug"));
        append("2", new OrderEvent.Placed("berta"));
        exhaust();
        probe.later();

        assertThat(probe.count("mink.projection.parked", "name", "names")).isEqualTo(1);
        assertThat(probe.count("mink.projection.errors", "name", "names")).isEqualTo(2);
        assertThat(probe.count("mink.projection.duration", "name", "names", "outcome", "error"))
                .isEqualTo(2);
        assertThat(probe.count("mink.projection.events", "type", "Placed", "outcome", "error"))
                .as("all that were tried at first, and then the one that failed")
                .isEqualTo(3);
        assertThat(probe.count("mink.projection.events", "type", "Placed", "outcome", "success"))
                .isEqualTo(1);
        assertThat(probe.count("mink.projection.events", "type", "LineAdded", "outcome", "success"))
                .as("it waits behind the one that is parked")
                .isZero();
        assertThat(probe.gauge("mink.projection.dead.letters", "name", "names")).isEqualTo(2);

        poison.clear();
        assertThat(mink.projections().deadLetters("names").retryAll()).isEqualTo(2);
        probe.later();
        assertThat(probe.gauge("mink.projection.dead.letters", "name", "names")).isZero();
        assertThat(probe.count("mink.projection.events", "type", "LineAdded", "outcome", "success"))
                .isEqualTo(1);
    }

    @Test
    void how_far_it_is_behind_is_a_gauge() {
        append("1", new OrderEvent.Placed("anna"));
        clock.advance(Duration.ofSeconds(90));
        append("2", new OrderEvent.Placed("berta"));
        probe.later();
        assertThat(probe.gauge("mink.projection.lag.events", "name", "names")).isEqualTo(2);
        assertThat(probe.gauge("mink.projection.lag.seconds", "name", "names")).isEqualTo(90);
        assertThat(probe.gauge("mink.projection.position", "name", "names")).isZero();

        run();
        probe.later();
        assertThat(probe.gauge("mink.projection.lag.events", "name", "names")).isZero();
        assertThat(probe.gauge("mink.projection.lag.seconds", "name", "names")).isZero();
        assertThat(probe.gauge("mink.projection.position", "name", "names")).isEqualTo(2);
    }

    @Test
    void the_state_that_it_is_in_is_1() {
        run();
        mink.projections().pause("names");
        probe.later();
        assertThat(states()).containsExactly("paused");

        mink.projections().resume("names");
        run();
        probe.later();
        assertThat(states()).containsExactly("running");
    }

    @Test
    void the_observer_alone_counts_too() {
        ProjectionObserver observer = MinkMetrics.builder(probe.registry)
                .prefix("other")
                .build()
                .projections()
                .orElseThrow();
        mink.projections().observe(observer);
        append("1", new OrderEvent.Placed("anna"));
        run();

        assertThat(probe.count("other.projection.events", "name", "names")).isEqualTo(1);
    }

    private List<String> states() {
        return probe.gauges("mink.projection.state").stream()
                .filter(gauge -> gauge.value() == 1)
                .map(gauge -> String.valueOf(gauge.getId().getTag("state")))
                .toList();
    }

    private void append(String order, OrderEvent... events) {
        var unused = mink.store().append(StreamId.of("Order", order), ExpectedVersion.any(), List.of(events));
    }

    private void run() {
        int done;
        do {
            done = mink.projections().runOnce();
        } while (done > 0);
    }

    /** Lets time pass until what fails is parked. */
    private void exhaust() {
        for (int i = 0; i < 20; i++) {
            run();
            clock.advance(Duration.ofSeconds(1));
        }
    }
}
