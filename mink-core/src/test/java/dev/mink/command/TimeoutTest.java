package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.Orders.Place;
import dev.mink.fixture.Order;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeoutTest {

    private static final CommandEnvelope ENVELOPE = new CommandEnvelope("1", new Place("o", "c"), Metadata.empty());
    private static final Middleware SHORT = Middleware.timeout(Duration.ofMillis(20));
    private static final Middleware LONG = Middleware.timeout(Duration.ofHours(1));

    /** Waits until it is interrupted. */
    private static CommandResult stuck(CommandEnvelope envelope) {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("not reached");
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Does not heed an interrupt, but ends after it. */
    private static void untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void no_interrupt_is_left() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_command_that_takes_too_long_is_interrupted() {
        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> SHORT.handle(ENVELOPE, TimeoutTest::stuck))
                .withMessageContaining("Place was interrupted after PT0.02S")
                .withCauseInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(20)));
    }

    @Test
    void a_command_that_ends_well_counts_however_long_it_took() {
        assertThat(SHORT.handle(ENVELOPE, e -> {
                    untilInterrupted();
                    return CommandResult.done();
                }))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void a_failure_within_the_time_is_thrown_as_it_was() {
        IllegalStateException failure = new IllegalStateException("broken");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> LONG.handle(ENVELOPE, e -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void a_failure_that_recovery_made_a_result_tells_of_the_timeout() {
        CommandResult result = SHORT.handle(ENVELOPE, e -> Middleware.recovery().handle(e, TimeoutTest::stuck));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause())
                                .isInstanceOf(CommandTimeoutException.class)
                                .hasCauseInstanceOf(IllegalStateException.class));
    }

    @Test
    void the_shorter_of_two_ends_the_command_wherever_it_stands() {
        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> LONG.handle(ENVELOPE, e -> SHORT.handle(e, TimeoutTest::stuck)))
                .satisfies(e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(20)));
        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> SHORT.handle(ENVELOPE, e -> LONG.handle(e, TimeoutTest::stuck)))
                .satisfies(e -> assertThat(e.timeout()).isEqualTo(Duration.ofMillis(20)));
    }

    @Test
    void a_retry_inside_is_ended_and_one_outside_gets_all_its_attempts() {
        int[] attempts = {0};
        Middleware retry = Middleware.retryOnConflict(3);
        Middleware.Next losing = e -> {
            attempts[0]++;
            untilInterrupted();
            throw new ConcurrencyException(Order.TYPE.stream("o"), ExpectedVersion.exactly(1), 2);
        };

        assertThatExceptionOfType(CommandTimeoutException.class)
                .isThrownBy(() -> SHORT.handle(ENVELOPE, e -> retry.handle(e, losing)));
        assertThat(attempts[0]).isEqualTo(1);

        assertThatExceptionOfType(CommandTimeoutException.class)
                .as("a timeout is no conflict")
                .isThrownBy(() -> retry.handle(ENVELOPE, e -> SHORT.handle(e, losing)));
        assertThat(attempts[0]).isEqualTo(2);

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> retry.handle(
                        ENVELOPE,
                        e -> LONG.handle(e, inner -> {
                            attempts[0]++;
                            throw new ConcurrencyException(Order.TYPE.stream("o"), ExpectedVersion.exactly(1), 2);
                        })));
        assertThat(attempts[0]).isEqualTo(5);
    }
}
