package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.Mink;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.fixture.Order;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.KeyInUseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handler that dispatches, on the storage where that joins the transaction of the thread. */
class NestedDispatchTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final List<Mink<MemoryTransaction>> self = new ArrayList<>();

    private record Outer(String idempotencyKey, PlaceOnce inner, boolean breaks) implements Idempotent {}

    private Mink<MemoryTransaction> mink(Middleware... middleware) {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(middleware)
                .handle(Outer.class, (command, context) -> {
                    self.get(0).dispatch(command.inner());
                    if (command.breaks()) {
                        throw new IllegalStateException("after the inner command");
                    }
                    return CommandResult.done();
                })
                .build()
                .start();
        self.add(mink);
        return mink;
    }

    @Test
    void the_memory_of_an_inner_command_is_gone_with_its_events_when_the_outer_one_fails() {
        Mink<MemoryTransaction> mink = mink(Middleware.idempotency());
        PlaceOnce inner = new PlaceOnce("inner", "o", "c");

        assertThatIllegalStateException().isThrownBy(() -> mink.dispatch(new Outer("outer", inner, true)));
        assertThat(storage.lastPosition()).isZero();

        assertThat(mink.dispatch(inner)).isInstanceOf(Accepted.class);
        assertThat(mink.repository(Order.TYPE).load("o").version()).isEqualTo(1);
    }

    @Test
    void an_inner_command_under_the_key_of_the_outer_one_is_told_so() {
        Mink<MemoryTransaction> mink = mink(Middleware.idempotency());

        assertThatExceptionOfType(KeyInUseException.class)
                .isThrownBy(() -> mink.dispatch(new Outer("same", new PlaceOnce("same", "o", "c"), false)));
        assertThat(storage.lastPosition()).isZero();
        assertThat(mink.dispatch(new PlaceOnce("same", "o", "c"))).isInstanceOf(Accepted.class);
    }

    @Test
    void idempotency_within_idempotency_leaves_it_to_the_outer_one() {
        Mink<MemoryTransaction> mink = mink(
                Middleware.idempotency(Duration.ofHours(1), WhileRunning.WAIT).forType(PlaceOnce.class),
                Middleware.idempotency());

        CommandResult first = mink.dispatch(new PlaceOnce("k", "o", "c"));
        assertThat(mink.dispatch(new PlaceOnce("k", "o", "c"))).isEqualTo(first);
        assertThat(storage.lastPosition()).isEqualTo(1);
    }
}
