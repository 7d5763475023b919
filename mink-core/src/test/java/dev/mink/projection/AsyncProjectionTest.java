package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static dev.mink.projection.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.mink.Append;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.MemoryTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncProjectionTest {

    private static final AsyncOptions OPTIONS = AsyncOptions.defaults().retries(2, Duration.ofMillis(10));

    private final Shop shop = new Shop();

    @Test
    void what_was_there_and_what_is_appended_is_processed_once_and_in_order() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            run(mink);
            place(mink, "1", "clara");
            run(mink);

            assertThat(shop.seen).containsExactly("anna", "berta", "clara");
            ProjectionStatus status = mink.projections().status("orders");
            assertThat(status.state()).isEqualTo(ProjectionState.RUNNING);
            assertThat(status.position()).isEqualTo(3);
            assertThat(status.lag()).isEqualTo(new Lag(0, 0, Duration.ZERO));
            assertThat(status.processed()).isEqualTo(3);
            assertThat(status.nodes()).containsExactly("a");
        }
    }

    @Test
    void a_projection_may_begin_with_what_is_appended_from_now_on() {
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> {})) {
            place(mink, "1", "anna");
            Projections<MemoryTransaction> projections = projections(mink, OPTIONS.start(Start.NOW));
            projections.runOnce();
            place(mink, "1", "berta");
            while (projections.runOnce() > 0) {}

            assertThat(shop.seen).containsExactly("berta");
        }
    }

    private Projections<MemoryTransaction> projections(Mink<MemoryTransaction> mink, AsyncOptions options) {
        return Projections.builder(shop.storage)
                .async(shop.projection(), options)
                .node("b")
                .byHand()
                .build(mink.store(), shop.clock, Duration.ofMillis(500));
    }

    @Test
    void only_the_events_that_it_has_a_handler_for_are_processed() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            mink.store()
                    .append(Append.of(
                            StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new OrderEvent.Cancelled())));
            run(mink);

            assertThat(shop.seen).isEmpty();
            mink.projections().awaitCaughtUp("orders", 1, Duration.ZERO);
        }
    }

    @Test
    void a_poison_event_is_parked_with_those_behind_it_and_others_go_on() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            place(mink, "1", "clara");
            place(mink, "3", "dora");
            exhaust(mink);

            assertThat(shop.seen).containsExactly("berta", "dora");
            List<DeadLetter> letters = mink.projections().deadLetters("orders").list(10);
            assertThat(letters).extracting(DeadLetter::position).containsExactly(1L, 3L);
            assertThat(letters.get(0).error()).get(STRING).contains("cannot take anna");
            assertThat(letters.get(0).attempts()).isEqualTo(3);
            assertThat(letters.get(1).error()).isEmpty();
            assertThat(mink.projections().status("orders").parked()).isEqualTo(2);
        }
    }

    @Test
    void parked_events_are_processed_in_order_after_the_fix_and_the_stream_goes_on() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            place(mink, "1", "berta");
            exhaust(mink);
            shop.poison.clear();

            assertThat(mink.projections().deadLetters("orders").retry(StreamId.of("Order", "1")))
                    .isEqualTo(2);
            place(mink, "1", "clara");
            run(mink);

            assertThat(shop.seen).containsExactly("anna", "berta", "clara");
            assertThat(mink.projections().deadLetters("orders").list(10)).isEmpty();
        }
    }

    @Test
    void a_parked_event_that_fails_again_stays_parked_with_those_behind_it() {
        shop.poison.add("berta");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "berta");
            place(mink, "1", "clara");
            exhaust(mink);

            assertThatExceptionOfType(ProjectionFailedException.class)
                    .isThrownBy(() -> mink.projections().deadLetters("orders").retry(StreamId.of("Order", "1")))
                    .withMessageContaining("Placed at version 1 of Order-1")
                    .withMessageContaining("cannot take berta");
            assertThat(mink.projections().deadLetters("orders").retryAll()).isZero();
            assertThat(mink.projections().deadLetters("orders").list(10)).hasSize(2);
        }
    }

    @Test
    void a_discarded_event_is_left_out_and_those_behind_it_can_be_retried() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            place(mink, "1", "berta");
            exhaust(mink);

            DeadLetters letters = mink.projections().deadLetters("orders");
            assertThat(letters.discard(1)).isTrue();
            assertThat(letters.discard(1)).isFalse();
            assertThat(letters.retryAll()).isEqualTo(1);
            assertThat(shop.seen).containsExactly("berta");
        }
    }

    @Test
    void where_too_many_are_parked_the_projection_stops_and_tries_again_later() {
        shop.poison.addAll(List.of("anna", "berta"));
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS.maxParked(1))) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            place(mink, "3", "clara");
            exhaust(mink);

            ProjectionStatus status = mink.projections().status("orders");
            assertThat(status.state()).isEqualTo(ProjectionState.RESTARTING);
            assertThat(status.error())
                    .hasValueSatisfying(error -> assertThat(error).contains("cannot take berta"));
            assertThat(status.parked()).isEqualTo(1);
            assertThat(shop.seen).isEmpty();

            shop.poison.clear();
            shop.later(Duration.ofMinutes(2));
            run(mink);
            assertThat(shop.seen).containsExactly("berta", "clara");
            assertThat(mink.projections().status("orders").state()).isEqualTo(ProjectionState.RUNNING);
        }
    }

    @Test
    void a_projection_that_is_to_stop_at_poison_is_faulted_until_it_is_restarted() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink =
                shop.node(OPTIONS.onPoison(OnPoison.STOP).restarts(0))) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            exhaust(mink);
            assertThat(mink.projections().status("orders").state()).isEqualTo(ProjectionState.FAULTED);
            assertThat(mink.projections().status("orders").failedPosition()).isEqualTo(1);
            shop.poison.clear();
            exhaust(mink);
            assertThat(shop.seen).isEmpty();

            mink.projections().restart("orders");
            run(mink);

            assertThat(shop.seen).containsExactly("anna", "berta");
        }
    }

    @Test
    void a_failure_that_goes_away_by_itself_is_tried_for_ever_and_parks_nothing() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink =
                shop.node(OPTIONS.transientFailures(IllegalStateException.class::isInstance))) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            exhaust(mink);
            assertThat(shop.seen).isEmpty();
            assertThat(mink.projections().status("orders").state()).isEqualTo(ProjectionState.RESTARTING);

            shop.poison.clear();
            shop.later(Duration.ofMinutes(1));
            run(mink);

            assertThat(shop.seen).containsExactly("anna", "berta");
            assertThat(mink.projections().deadLetters("orders").list(1)).isEmpty();
        }
    }

    @Test
    void a_paused_projection_processes_nothing_until_it_is_resumed() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            run(mink);
            mink.projections().pause("orders");
            place(mink, "1", "anna");
            run(mink);
            assertThat(shop.seen).isEmpty();
            assertThat(mink.projections().status("orders").state()).isEqualTo(ProjectionState.PAUSED);
            assertThat(mink.projections().status("orders").lag().events()).isEqualTo(1);

            mink.projections().resume("orders");
            run(mink);

            assertThat(shop.seen).containsExactly("anna");
        }
    }

    @Test
    void waiting_for_what_does_not_come_says_how_far_it_is() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            run(mink);
            mink.projections().pause("orders");
            place(mink, "1", "anna");

            assertThatExceptionOfType(NotCaughtUpException.class)
                    .isThrownBy(() -> mink.projections().awaitCaughtUp("orders", 1, Duration.ofMillis(20)))
                    .withMessageStartingWith("projection orders is at position 0 and not at 1");
        }
    }

    @Test
    void waiting_by_hand_drives_the_projection() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            long position = place(mink, "1", "anna").position();

            mink.projections().awaitCaughtUp("orders", position, Duration.ofSeconds(10));

            assertThat(shop.seen).containsExactly("anna");
        }
    }

    @Test
    void observers_are_told_of_states_batches_failures_and_parked_events() {
        List<String> told = new ArrayList<>();
        shop.poison.add("berta");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            mink.projections().observe(new ProjectionObserver() {
                @Override
                public void processed(String name, int partition, int events, long position, Duration took) {
                    told.add("processed " + events + " up to " + position);
                }

                @Override
                public void failed(String name, int partition, long position, Throwable failure) {
                    told.add("failed at " + position);
                }

                @Override
                public void parked(String name, int partition, long position, Throwable failure) {
                    told.add("parked " + position);
                    throw new IllegalStateException("observers may fail");
                }
            });
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            exhaust(mink);

            assertThat(told)
                    .containsExactly("failed at 2", "processed 1 up to 1", "failed at 2", "failed at 2", "parked 2");
        }
    }

    @Test
    void what_is_wrong_is_said_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Projection.named("Sales per country"))
                .withMessageContaining("\"Sales per country\"");
        assertThatIllegalStateException()
                .isThrownBy(() -> Projection.named("empty").build())
                .withMessageContaining("on(...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shop.node(OPTIONS.partitions(2)))
                .withMessageContaining("perStream()");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        shop.node("a", mink -> mink.async(shop.projection()).async(shop.projection())))
                .withMessageContaining("two projections named orders");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            assertThatExceptionOfType(UnknownProjectionException.class)
                    .isThrownBy(() -> mink.projections().status("sales"))
                    .withMessage("there is no projection sales here: there are orders");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mink.projections().rebuild("orders"))
                    .withMessageContaining("generations(...)");
        }
    }

    @Test
    void a_handler_of_a_record_goes_before_that_of_a_root_above_it() {
        List<String> calls = new ArrayList<>();
        Projection<Object> projection = Projection.named("roots")
                .on(OrderEvent.class, (event, delivery) -> calls.add("any"))
                .on(Placed.class, (event, delivery) -> calls.add("placed"))
                .build();
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> builder.async(projection))) {
            place(mink, "1", "anna");
            mink.store().append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new OrderEvent.Cancelled()));
            run(mink);

            assertThat(calls).containsExactly("placed", "any");
        }
    }

    /** Takes turns until all retries are used up. */
    private void exhaust(Mink<?> mink) {
        for (int i = 0; i < 10; i++) {
            run(mink);
            shop.later(Duration.ofMillis(200));
        }
    }
}
