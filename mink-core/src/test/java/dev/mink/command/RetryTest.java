package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.fixture.Order;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final CommandEnvelope ENVELOPE = new CommandEnvelope("1", new Place("o", "c"), Metadata.empty());

    private int attempts;

    private Middleware losing(int races) {
        return (envelope, next) -> {
            if (++attempts <= races) {
                throw new ConcurrencyException(Order.TYPE.stream("o"), ExpectedVersion.exactly(attempts), 99);
            }
            return next.proceed(envelope);
        };
    }

    private CommandResult retry(int bound, int races) {
        return Middleware.retryOnConflict(bound)
                .handle(ENVELOPE, e -> losing(races).handle(e, inner -> CommandResult.done()));
    }

    @Test
    void a_command_is_handled_as_often_as_it_takes_within_the_bound() {
        assertThat(retry(5, 4)).isInstanceOf(Accepted.class);
        assertThat(attempts).isEqualTo(5);
    }

    @Test
    void the_last_conflict_is_thrown_when_the_bound_is_reached() {
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> retry(5, 100))
                .satisfies(e -> assertThat(e.expected()).isEqualTo(ExpectedVersion.exactly(5)));
        assertThat(attempts).isEqualTo(5);
    }

    @Test
    void only_conflicts_are_tried_again() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Middleware.retryOnConflict(5).handle(ENVELOPE, e -> {
                    attempts++;
                    throw new IllegalStateException("no race");
                }));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void a_conflict_that_recovery_made_a_result_is_tried_again_and_stays_a_result() {
        Middleware.Next recovering =
                e -> Middleware.recovery().handle(e, inner -> losing(3).handle(inner, i -> CommandResult.done()));

        assertThat(Middleware.retryOnConflict(2).handle(ENVELOPE, recovering))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).isInstanceOf(ConcurrencyException.class));
        assertThat(attempts).isEqualTo(2);
        assertThat(Middleware.retryOnConflict(2).handle(ENVELOPE, recovering)).isInstanceOf(Accepted.class);
        assertThat(attempts).isEqualTo(4);
    }

    @Test
    void an_interrupt_ends_the_attempts_and_stays() {
        ConflictRetry patient = new ConflictRetry(100, Duration.ofDays(1), Duration.ofDays(1));
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> Middleware.retryOnConflict(patient).handle(ENVELOPE, e -> {
                    Thread.currentThread().interrupt();
                    return losing(100).handle(e, inner -> CommandResult.done());
                }));
        assertThat(attempts).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void inside_of_a_transaction_the_conflict_goes_through_at_once() {
        Mink<MemoryTransaction> mink = Orders.builder()
                .middleware(Middleware.idempotency(), Middleware.retryOnConflict(5), losing(1))
                .build()
                .start();

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> mink.dispatch(new PlaceOnce("k", "o", "c")));
        assertThat(attempts).isEqualTo(1);
        assertThat(mink.dispatch(new PlaceOnce("k", "o", "c"))).isInstanceOf(Accepted.class);
    }

    @Test
    void outside_of_idempotency_each_attempt_is_a_transaction_of_its_own() {
        Mink<MemoryTransaction> mink = Orders.builder(new InMemoryStorage())
                .middleware(Middleware.retryOnConflict(5), Middleware.idempotency(), (envelope, next) -> {
                    CommandResult result = next.proceed(envelope);
                    return losing(4).handle(envelope, inner -> result);
                })
                .build()
                .start();

        assertThat(mink.dispatch(new PlaceOnce("k", "o", "c"))).isInstanceOf(Accepted.class);
        assertThat(attempts).isEqualTo(5);
        assertThat(mink.repository(Order.TYPE).load("o").version()).isEqualTo(1);
    }
}
