package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mink.EventStore;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Middleware that could not do what it is for is refused when the bus is built. */
class ArrangementTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore<MemoryTransaction> store = EventStore.of(storage, EventTypes.none());

    private CommandBus.Builder<MemoryTransaction> builder() {
        return CommandBus.<MemoryTransaction>builder()
                .idempotency(storage.idempotency().orElseThrow())
                .audit(storage.audit().orElseThrow());
    }

    @Test
    void audit_is_refused_inside_of_idempotency() {
        CommandBus.Builder<MemoryTransaction> wrong =
                builder().middleware(Middleware.idempotency(), Middleware.logging(), Middleware.audit());

        assertThatIllegalStateException()
                .isThrownBy(() -> wrong.build(store))
                .withMessageContaining("audit stands inside of idempotency")
                .withMessageEndingWith("put it before idempotency in the list");
    }

    @Test
    void authorization_is_refused_inside_of_idempotency_however_they_are_wrapped() {
        CommandBus.Builder<MemoryTransaction> wrong = builder()
                .middleware(
                        Middleware.idempotency().forType(PlaceOnce.class),
                        Middleware.authorization(envelope -> Permission.granted())
                                .when(envelope -> true)
                                .forType(PlaceOnce.class));

        assertThatIllegalStateException()
                .isThrownBy(() -> wrong.build(store))
                .withMessageContaining(
                        "authorization stands inside of idempotency, where it would not be asked about repetitions");
    }

    @Test
    void the_recommended_order_is_accepted() {
        CommandBus.Builder<MemoryTransaction> right = builder()
                .middleware(
                        Middleware.recovery(),
                        Middleware.correlation(),
                        Middleware.causation(),
                        Middleware.logging(),
                        Middleware.audit(),
                        Middleware.tenantRequired(),
                        Middleware.authorization(envelope -> Permission.granted()),
                        Middleware.validation(),
                        Middleware.timeout(Duration.ofSeconds(5)),
                        Middleware.retryOnConflict(5),
                        Middleware.idempotency());

        assertThatNoException().isThrownBy(() -> right.build(store));
    }

    @Test
    void what_the_storage_cannot_do_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> CommandBus.<MemoryTransaction>builder()
                        .middleware(Middleware.idempotency())
                        .build(store))
                .withMessageContaining("the storage cannot remember results of commands");
        assertThatIllegalStateException()
                .isThrownBy(() -> CommandBus.<MemoryTransaction>builder()
                        .middleware(Middleware.audit().forType(PlaceOnce.class))
                        .build(store))
                .withMessageContaining("the storage cannot keep audit entries");
        CommandBus<MemoryTransaction> plain =
                CommandBus.<MemoryTransaction>builder().build(store);
        assertThatIllegalStateException().isThrownBy(() -> plain.audit(AuditQuery.all()));
    }

    @Test
    void impossible_values_are_refused_where_they_are_given() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Middleware.idempotency(Duration.ZERO, WhileRunning.WAIT))
                .withMessage("the time to keep results, PT0S, is not between 1 ns and 100 years");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Middleware.idempotency(Duration.ofDays(40_000), WhileRunning.WAIT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Middleware.timeout(Duration.ofSeconds(-1)))
                .withMessage("timeout PT-1S is not between 1 ns and a day");
        assertThatIllegalArgumentException().isThrownBy(() -> Middleware.timeout(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> Middleware.retryOnConflict(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditQuery.all().outcome("acepted"))
                .withMessage("outcome acepted is none of a command's: ask for accepted, rejected or failed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditQuery.all().after(-1))
                .withMessageContaining("after position -1");
        assertThatIllegalArgumentException().isThrownBy(() -> AuditQuery.all().limit(0));
        assertThatNullPointerException().isThrownBy(() -> Middleware.authorization(null));
        assertThatNullPointerException().isThrownBy(() -> Middleware.audit(null, AuditFailure.LOG));
        assertThatNullPointerException()
                .isThrownBy(() -> CommandBus.<MemoryTransaction>builder().middleware((Middleware) null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandBus.<MemoryTransaction>builder()
                        .handle(PlaceOnce.class, int.class, (command, context) -> CommandResult.of(1)))
                .withMessageContaining("the answer type int of the command")
                .withMessageContaining("such as Integer.class");
    }
}
