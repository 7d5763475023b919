package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.EventStore;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.fixture.Order;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private int handled;

    private final Mink<MemoryTransaction> mink = Orders.builder(storage)
            .clock(clock)
            .middleware(Middleware.idempotency(), (envelope, next) -> {
                handled++;
                return next.proceed(envelope);
            })
            .build()
            .start();

    @Test
    void a_repeated_command_gives_the_first_result_and_does_nothing() {
        CommandResult first = mink.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));
        CommandResult second = mink.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));

        assertThat(second).isEqualTo(first);
        assertThat(handled).isEqualTo(1);
        assertThat(mink.store().lastPosition()).isEqualTo(1);
    }

    @Test
    void another_command_under_the_same_key_is_refused() {
        mink.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));

        assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                .isThrownBy(() -> mink.dispatch(new PlaceOnce("k-1", "o-2", "c-1")))
                .withMessageContaining("the idempotency key k-1 of the command PlaceOnce belongs to another command")
                .satisfies(e -> assertThat(e.key()).isEqualTo("k-1"));
        assertThat(handled).isEqualTo(1);
    }

    @Test
    void a_result_is_forgotten_after_its_time() {
        mink.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));
        clock.advance(Duration.ofDays(1));

        mink.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));

        assertThat(handled).isEqualTo(2);
        assertThat(storage.idempotency().orElseThrow().forget(clock.instant(), 10))
                .isZero();
        assertThat(storage.idempotency().orElseThrow().forget(clock.instant().plus(Duration.ofDays(1)), 10))
                .isEqualTo(1);
    }

    @Test
    void a_rejection_is_remembered_and_undoes_what_was_written() {
        Mink<MemoryTransaction> rejecting = Orders.builder(storage)
                .middleware(Middleware.idempotency(), (envelope, next) -> {
                    handled++;
                    next.proceed(envelope);
                    return new Rejected(new IllegalStateException("too late"));
                })
                .build()
                .start();

        CommandResult first = rejecting.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));
        CommandResult second = rejecting.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));

        assertThat(first).isInstanceOf(Rejected.class);
        assertThatExceptionOfType(RememberedRejectionException.class)
                .isThrownBy(second::orElseThrow)
                .withMessage("too late")
                .satisfies(e -> assertThat(e.type()).isEqualTo("IllegalStateException"));
        assertThat(handled).isEqualTo(1);
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_rejection_gives_way_to_the_result_of_a_repetition_that_came_between() {
        PlaceOnce command = new PlaceOnce("k-1", "o-1", "c-1");
        List<CommandResult> between = new ArrayList<>();
        IdempotencyStore<MemoryTransaction> results = storage.idempotency().orElseThrow();
        IdempotencyStore<MemoryTransaction> raced = new IdempotencyStore<>() {
            private int reserved;

            @Override
            public Optional<RememberedResult> reserve(
                    MemoryTransaction transaction, String key, Instant now, boolean wait) {
                // The second time is for the rejection, after what it did was rolled back.
                if (++reserved == 2) {
                    assertThat(wait)
                            .as("whether it waits for a repetition of its own")
                            .isTrue();
                    between.add(mink.dispatch(command));
                }
                return results.reserve(transaction, key, now, wait);
            }

            @Override
            public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
                throw new AssertionError("remembered " + result);
            }

            @Override
            public int forget(Instant expired, int limit) {
                return 0;
            }
        };
        CommandBus<MemoryTransaction> rejecting = CommandBus.<MemoryTransaction>builder()
                .clock(clock)
                .idempotency(raced)
                .middleware(Middleware.idempotency(Duration.ofDays(1), WhileRunning.REFUSE))
                .handle(PlaceOnce.class, (each, context) -> new Rejected(new IllegalStateException("too late")))
                .build(EventStore.of(storage, Order.TYPE.events()));

        CommandResult result = rejecting.dispatch(command);

        assertThat(between).singleElement().isInstanceOf(CommandResult.Accepted.class);
        assertThat(result).isEqualTo(between.get(0));
    }

    @Test
    void a_failure_is_not_remembered_and_leaves_nothing() {
        boolean[] broken = {true};
        Mink<MemoryTransaction> failing = Orders.builder(storage)
                .middleware(Middleware.idempotency(), (envelope, next) -> {
                    CommandResult result = next.proceed(envelope);
                    if (broken[0]) {
                        throw new IllegalStateException("network");
                    }
                    return result;
                })
                .build()
                .start();

        assertThatIllegalStateException().isThrownBy(() -> failing.dispatch(new PlaceOnce("k-1", "o-1", "c-1")));
        assertThat(storage.lastPosition()).isZero();
        broken[0] = false;
        failing.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));
        assertThat(storage.lastPosition()).isEqualTo(1);
    }

    @Test
    void an_answer_is_remembered_where_its_type_is_known() {
        record Answer(String orderId, int lines) {}
        Mink<MemoryTransaction> answering = Mink.builder(storage)
                .middleware(Middleware.idempotency())
                .handle(PlaceOnce.class, Answer.class, (command, context) -> {
                    handled++;
                    return CommandResult.of(new Answer(command.orderId(), 3));
                })
                .build()
                .start();

        CommandResult first = answering.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));
        CommandResult second = answering.dispatch(new PlaceOnce("k-1", "o-1", "c-1"));

        assertThat(second).isEqualTo(first);
        assertThat(second.orElseThrow().data()).isEqualTo(new Answer("o-1", 3));
        assertThat(handled).isEqualTo(1);
    }

    @Test
    void a_key_that_cannot_be_kept_is_a_rejection() {
        assertThat(mink.dispatch(new PlaceOnce("k".repeat(1000), "o-1", "c-1"))).isInstanceOf(Rejected.class);
        assertThat(mink.dispatch(new PlaceOnce(" ", "o-1", "c-1"))).isInstanceOf(Rejected.class);
        assertThat(handled).isZero();
    }

    @Test
    void it_needs_the_storage_of_a_bus() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Middleware.idempotency()
                        .handle(
                                new CommandEnvelope("1", new PlaceOnce("k", "o", "c"), Metadata.empty()),
                                e -> CommandResult.done()))
                .withMessageContaining("idempotency needs the storage of a command bus");
    }
}
