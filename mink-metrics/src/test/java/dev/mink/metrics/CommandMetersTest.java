package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.EventData;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditFailure;
import dev.mink.command.AuditQuery;
import dev.mink.command.CommandBus;
import dev.mink.command.CommandHandler;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import dev.mink.command.Permission;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.metrics.Shop.AddLine;
import dev.mink.metrics.Shop.Order;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.metrics.Shop.Place;
import dev.mink.projection.Projection;
import dev.mink.schema.CodecException;
import dev.mink.spi.AuditLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.KeyInUseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each meter of commands moves when it should, and only then. */
final class CommandMetersTest {

    private static final AddLine MUG = new AddLine("1", "mug");

    private final Probe probe = new Probe();
    private final MinkMetrics metrics = MinkMetrics.of(probe.registry);
    private final Mink<MemoryTransaction> mink =
            Shop.mink(new InMemoryStorage(), metrics).build().start();

    @AfterEach
    void close() {
        mink.close();
    }

    @Test
    void accepted_and_rejected_commands_are_timed_apart() {
        for (int i = 0; i < 7; i++) {
            var unused = mink.dispatch(MUG); // of which an order takes five
        }

        assertThat(commands("AddLine", "success")).isEqualTo(5);
        assertThat(commands("AddLine", "rejected")).isEqualTo(2);
        assertThat(commands("AddLine", "error")).isZero();
        assertThat(probe.count("mink.command.errors")).isZero();
    }

    @Test
    void a_command_takes_as_long_as_it_takes() {
        Middleware slow = (envelope, next) -> {
            probe.clock.add(Duration.ofSeconds(2));
            return next.proceed(envelope);
        };
        dispatch((command, context) -> CommandResult.done(), slow);

        assertThat(probe.total("mink.commands", "outcome", "success")).isEqualTo(2);
    }

    @Test
    void commands_count_as_active_while_they_are_handled() {
        Mink<MemoryTransaction> other = Mink.builder(new InMemoryStorage())
                .handle(AddLine.class, (command, context) -> CommandResult.of(active()))
                .instrument(metrics)
                .build();
        assertThat(active()).isZero();

        assertThat(other.dispatch(MUG).orElseThrow().data()).isEqualTo(1.0);
        assertThat(active()).isZero();
        other.close();
    }

    private double active() {
        return probe.gauge("mink.commands.active");
    }

    @Test
    void errors_are_told_apart() {
        fail("concurrency", (command, context) -> {
            context.store().append(StreamId.of("Order", "1"), ExpectedVersion.exactly(7), placed());
            return CommandResult.done();
        });
        fail("not_found", (command, context) -> {
            context.store().repository(Order.TYPE).load("nobody's");
            return CommandResult.done();
        });
        fail("event", (command, context) -> {
            context.store().append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of("no event"));
            return CommandResult.done();
        });
        fail("storage", (command, context) -> {
            throw new StorageException("the disk is full", Outcome.NOTHING_WRITTEN, null);
        });
        fail("unknown", (command, context) -> {
            throw new IllegalStateException("nobody knows why");
        });
        fail("unknown", (command, context) -> {
            throw new StackOverflowError("a bug");
        });
        fail(
                "timeout",
                (command, context) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                    return CommandResult.done();
                },
                Middleware.timeout(Duration.ofMillis(5)));
    }

    @Test
    void whatever_is_wrong_with_an_event_is_an_error_of_the_event() {
        EventData one = EventData.of(new OrderEvent.Placed("anna"));
        fail("event", (command, context) -> {
            throw new CodecException("Placed", "no name", null);
        });
        fail("event", (command, context) -> { // twice the same id
            context.store().append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(one));
            context.store().append(StreamId.of("Order", "2"), ExpectedVersion.any(), List.of(one));
            return CommandResult.done();
        });
        fail("event", (command, context) -> {
            var huge = new OrderEvent.Placed("a".repeat(2_000_000));
            context.store().append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(huge));
            return CommandResult.done();
        });
    }

    @Test
    void an_audit_entry_that_cannot_be_written_is_an_error_of_the_storage() {
        var full = new ForwardingStorage<>(new InMemoryStorage()) {
            @Override
            public Optional<AuditLog> audit() {
                return Optional.of(new FullAuditLog());
            }
        };

        fail("storage", full, (command, context) -> CommandResult.done(), Middleware.audit(AuditFailure.THROW));
    }

    @Test
    void a_key_that_is_in_use_is_an_error_of_idempotency() {
        fail("idempotency", (command, context) -> {
            throw new KeyInUseException("k");
        });
    }

    @Test
    void a_failure_that_was_made_a_result_is_an_error_too() {
        CommandHandler<AddLine, MemoryTransaction> broken = (command, context) -> {
            throw new IllegalStateException("nobody knows why");
        };
        dispatch(broken, Middleware.recovery());

        assertThat(commands("AddLine", "error")).isEqualTo(1);
        assertThat(probe.count("mink.command.errors", "error", "unknown")).isEqualTo(1);
    }

    @Test
    void what_is_not_valid_or_not_permitted_is_rejected_and_counted_as_such() {
        CommandHandler<AddLine, MemoryTransaction> never = (command, context) -> CommandResult.done();
        dispatch(never, Middleware.validation((command, violations) -> violations.add("sku", "is unknown", "unknown")));
        dispatch(never, Middleware.authorization(envelope -> Permission.denied("only Anna may")));

        assertThat(commands("AddLine", "rejected")).isEqualTo(2);
        assertThat(probe.count("mink.command.errors", "error", "validation")).isEqualTo(1);
        assertThat(probe.count("mink.command.errors", "error", "unauthorized")).isEqualTo(1);
        assertThat(probe.count("mink.command.errors")).isEqualTo(2);
    }

    @Test
    void what_an_inline_projection_breaks_is_an_error_of_the_projection() {
        Projection<Object> broken = Projection.named("broken")
                .on(OrderEvent.LineAdded.class, (event, transaction) -> {
                    throw new IllegalStateException("no room");
                })
                .build();
        try (Mink<MemoryTransaction> other = Mink.builder(new InMemoryStorage())
                .handle(AddLine.class, Order.TYPE, AddLine::order, (order, add) -> order.add(add.sku()))
                .inline(broken)
                .instrument(
                        MinkMetrics.builder(probe.registry).tags("of", "other").build())
                .build()
                .start()) {
            assertThatThrownBy(() -> other.dispatch(MUG)).hasMessageContaining("broken");
        }

        assertThat(probe.count("mink.command.errors", "error", "projection")).isEqualTo(1);
        assertThat(probe.count("mink.events.appended")).isZero();
    }

    @Test
    void repetitions_are_counted_and_keys_for_something_else_are_errors() {
        mink.dispatch(new Place("1", "anna")).orElseThrow();
        assertThat(probe.count("mink.command.repeated")).isZero();
        mink.dispatch(new Place("1", "anna")).orElseThrow();
        assertThat(probe.count("mink.command.repeated", "type", "Place")).isEqualTo(1);

        assertThatThrownBy(() -> mink.dispatch(new Place("1", "berta"))).hasMessageContaining("key");
        assertThat(probe.count("mink.command.errors", "type", "Place", "error", "idempotency"))
                .isEqualTo(1);
    }

    @Test
    void a_lost_race_is_a_conflict_and_a_retry_and_no_error() {
        AtomicBoolean overtaken = new AtomicBoolean();
        CommandHandler<AddLine, MemoryTransaction> racing = (command, context) -> {
            ExpectedVersion expected = overtaken.getAndSet(true) ? ExpectedVersion.any() : ExpectedVersion.exactly(7);
            context.store().append(StreamId.of("Order", "1"), expected, placed());
            return CommandResult.done();
        };
        dispatch(racing, Middleware.retryOnConflict(3));

        assertThat(commands("AddLine", "success")).isEqualTo(1);
        assertThat(probe.count("mink.command.retries", "type", "AddLine")).isEqualTo(1);
        assertThat(probe.count("mink.append", "category", "Order", "outcome", "conflict"))
                .isEqualTo(1);
        assertThat(probe.count("mink.append", "category", "Order", "outcome", "success"))
                .isEqualTo(1);
        assertThat(probe.count("mink.command.errors")).isZero();
    }

    @Test
    void a_bus_without_a_mink_is_measured() {
        CommandBus<MemoryTransaction> bus = CommandBus.<MemoryTransaction>builder()
                .handle(AddLine.class, (command, context) -> CommandResult.done())
                .instrument(metrics)
                .build(mink.store());
        bus.dispatch(MUG).orElseThrow();

        assertThat(commands("AddLine", "success")).isEqualTo(1);
    }

    private static List<Object> placed() {
        return List.of(new OrderEvent.Placed("anna"));
    }

    private long commands(String type, String outcome) {
        return probe.count("mink.commands", "type", type, "outcome", outcome);
    }

    private void fail(String error, CommandHandler<AddLine, MemoryTransaction> handler, Middleware... middleware) {
        fail(error, new InMemoryStorage(), handler, middleware);
    }

    private void fail(
            String error,
            EventStorage<MemoryTransaction> storage,
            CommandHandler<AddLine, MemoryTransaction> handler,
            Middleware... middleware) {
        long before = probe.count("mink.command.errors", "type", "AddLine", "error", error);
        long all = probe.count("mink.command.errors");
        long failed = commands("AddLine", "error");

        assertThatThrownBy(() -> dispatch(storage, handler, middleware))
                .as(error)
                .isNotNull();

        assertThat(probe.count("mink.command.errors", "type", "AddLine", "error", error))
                .as(error)
                .isEqualTo(before + 1);
        assertThat(probe.count("mink.command.errors")).isEqualTo(all + 1);
        assertThat(commands("AddLine", "error")).isEqualTo(failed + 1);
    }

    private void dispatch(CommandHandler<AddLine, MemoryTransaction> handler, Middleware... middleware) {
        dispatch(new InMemoryStorage(), handler, middleware);
    }

    /** By a mink that is not started, since another one has the gauges. */
    private void dispatch(
            EventStorage<MemoryTransaction> storage,
            CommandHandler<AddLine, MemoryTransaction> handler,
            Middleware... middleware) {
        try (Mink<MemoryTransaction> other = Mink.builder(storage)
                .aggregate(Order.TYPE)
                .handle(AddLine.class, handler)
                .middleware(middleware)
                .instrument(metrics)
                .build()) {
            var unused = other.dispatch(MUG);
        }
    }

    /** Has no room for an entry. */
    private static final class FullAuditLog implements AuditLog {

        @Override
        public void write(AuditEntry entry) {
            throw new StorageException("the disk is full", Outcome.NOTHING_WRITTEN, null);
        }

        @Override
        public List<AuditEntry> find(AuditQuery query) {
            return List.of();
        }
    }
}
