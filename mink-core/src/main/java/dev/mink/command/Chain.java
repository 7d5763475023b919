package dev.mink.command;

import dev.mink.EventStore;
import dev.mink.Instrumentation;
import dev.mink.Instrumentation.Occurrence;
import dev.mink.internal.Conversation;
import dev.mink.spi.AuditLog;
import dev.mink.spi.IdempotencyStore;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the way from one middleware to the handler, within a transaction or not.
 *
 * @param bus what the way leads to
 * @param index the middleware that comes next
 * @param transaction the transaction in which the rest happens, or null
 * @param <T> the transactions of the storage
 */
record Chain<T>(Bus<T> bus, int index, @Nullable T transaction) implements Middleware.Next {

    /**
     * What every dispatch of a bus shares.
     *
     * @param store the event store
     * @param middleware the middleware, outermost first
     * @param handlers the handlers
     * @param clock the time
     * @param idempotency where results are remembered, or null
     * @param audit where audit entries are kept, or null
     * @param instrumentations are told what happens
     * @param <T> the transactions of the storage
     */
    record Bus<T>(
            EventStore<T> store,
            List<Middleware> middleware,
            Registry<T> handlers,
            Clock clock,
            @Nullable IdempotencyStore<T> idempotency,
            @Nullable AuditLog audit,
            List<Instrumentation> instrumentations) {}

    /** Tells who watches. */
    void occurred(Occurrence what, CommandEnvelope envelope) {
        Logging.occurred(what, envelope);
        for (Instrumentation each : bus.instrumentations()) {
            each.occurred(what, envelope.type());
        }
    }

    @Override
    public CommandResult proceed(CommandEnvelope envelope) {
        Objects.requireNonNull(envelope, "envelope");
        return Conversation.during(envelope.metadata().correlationId(), () -> next(envelope));
    }

    private CommandResult next(CommandEnvelope envelope) {
        if (index == bus.middleware().size()) {
            return bus.handlers().handle(envelope.command(), context(envelope));
        }
        Middleware next = bus.middleware().get(index);
        return Objects.requireNonNull(
                next.handle(envelope, new Chain<>(bus, index + 1, transaction)),
                () -> "the result of the middleware " + next.getClass().getName() + " for " + envelope.type());
    }

    /** The same way, all of it in a transaction. */
    Chain<T> within(T newTransaction) {
        return new Chain<>(bus, index, newTransaction);
    }

    void requireIdempotency() {
        Objects.requireNonNull(idempotency());
    }

    void requireAuditLog() {
        Objects.requireNonNull(auditLog());
    }

    /**
     * Where results are remembered.
     *
     * @throws IllegalStateException if there is no such place
     */
    IdempotencyStore<T> idempotency() {
        IdempotencyStore<T> store = bus.idempotency();
        if (store == null) {
            throw new IllegalStateException("the storage cannot remember results of commands: leave out"
                    + " Middleware.idempotency(), or use a storage that can");
        }
        return store;
    }

    /**
     * Where audit entries are kept.
     *
     * @throws IllegalStateException if there is no such place
     */
    AuditLog auditLog() {
        AuditLog log = bus.audit();
        if (log == null) {
            throw new IllegalStateException("the storage cannot keep audit entries: leave out Middleware.audit(), or"
                    + " use a storage that can");
        }
        return log;
    }

    private CommandContext<T> context(CommandEnvelope envelope) {
        EventStore<T> store = transaction == null ? bus.store() : bus.store().within(transaction);
        return new CommandContext<>(
                envelope, store.with(envelope.metadata()), Optional.ofNullable(transaction), bus.clock());
    }
}
