package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.examples.observability.OrderEvent.Shipped;
import dev.mink.health.Health;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.DeadLetters;
import dev.mink.projection.OnPoison;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the runbooks have operators call. */
final class RunbookTest {
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private Mink<MemoryTransaction> mink;

    private void start(OnPoison onPoison) {
        Projection<Object> labels = Projection.named("parcel-labels")
                .on(Shipped.class, (shipped, delivery) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("the printer is out of paper");
                    }
                })
                .build();
        mink = Mink.builder(new InMemoryStorage())
                .handle(OrderCommand.class, OrderRules.TYPE, OrderCommand::orderId)
                .async(
                        labels,
                        AsyncOptions.defaults()
                                .retries(0, Duration.ofMillis(1))
                                .onPoison(onPoison)
                                .restarts(0))
                .projections(settings -> settings.byHand())
                .build()
                .start();
        mink.dispatch(new OrderCommand.Ship("o-1", "AT")).orElseThrow();
        mink.dispatch(new OrderCommand.Ship("o-1", "DE")).orElseThrow();
        crank();
    }

    /** As often as it takes for all that there is. */
    private void crank() {
        for (int i = 0; i < 10; i++) {
            var unused = mink.projections().runOnce();
        }
    }

    @AfterEach
    void close() {
        mink.close();
    }

    @Test
    void a_projection_that_is_faulted_goes_on_after_a_restart() {
        start(OnPoison.STOP);
        assertThat(mink.projections().status("parcel-labels").state()).isEqualTo(ProjectionState.FAULTED);
        assertThat(mink.health().status()).isEqualTo(Health.Status.UNHEALTHY);
        broken.set(false);
        crank();
        assertThat(mink.projections().status("parcel-labels").state()).isEqualTo(ProjectionState.FAULTED);

        // region: restart
        mink.projections().restart("parcel-labels");
        // endregion

        crank();
        assertThat(mink.projections().status("parcel-labels").state()).isEqualTo(ProjectionState.RUNNING);
        assertThat(mink.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void parked_events_are_processed_after_the_fix() {
        start(OnPoison.PARK);
        broken.set(false);

        // region: retry
        DeadLetters parked = mink.projections().deadLetters("parcel-labels");
        int processed = parked.retryAll(); // or retry(StreamId.of("Order", "o-1"))
        // endregion

        assertThat(processed).isEqualTo(2);
        assertThat(parked.list(10)).isEmpty();
    }

    @Test
    void an_event_is_left_out_for_good() {
        start(OnPoison.PARK);
        DeadLetters parked = mink.projections().deadLetters("parcel-labels");
        assertThat(parked.list(10)).extracting(event -> event.attempts() > 0).containsExactly(true, false);
        long position = parked.list(1).get(0).position();
        broken.set(false);

        // region: discard
        parked.discard(position);
        parked.retry(StreamId.of("Order", "o-1")); // what waits behind it
        // endregion

        assertThat(parked.list(10)).isEmpty();
        assertThat(mink.repository(OrderRules.TYPE).load("o-1").state().due()).isEqualTo(BigDecimal.ZERO);
    }
}
