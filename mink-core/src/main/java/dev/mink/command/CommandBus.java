package dev.mink.command;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.DeciderType;
import dev.mink.EventStore;
import dev.mink.Instrumentation;
import dev.mink.Metadata;
import dev.mink.internal.TimeOrderedId;
import dev.mink.spi.AuditLog;
import dev.mink.spi.IdempotencyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings each command through the middleware to its handler. Thread-safe; commands are handled on the
 * thread that dispatches them.
 *
 * @param <T> the transactions of the storage
 */
public final class CommandBus<T> implements AutoCloseable {

    private final Chain<T> chain;
    private final Executor executor;
    private volatile boolean closed;

    private CommandBus(Chain<T> chain, Executor executor) {
        this.chain = chain;
        this.executor = executor;
    }

    /** A builder without handlers and middleware. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** Dispatches a command without metadata; see {@link #dispatch(Object, Metadata)}. */
    public CommandResult dispatch(Object command) {
        return dispatch(command, Metadata.empty());
    }

    /**
     * Dispatches a command.
     *
     * @param metadata what is known of where it comes from; the events that it leads to carry it
     * @return what came of it: a rejection is a result
     * @throws UnknownCommandException if there is no handler for it
     * @throws IllegalStateException if the bus is closed
     * @throws RuntimeException a failure as it was, unless a middleware made a result of it
     */
    public CommandResult dispatch(Object command, Metadata metadata) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(metadata, "metadata");
        if (closed) {
            throw new IllegalStateException("the command bus is closed: it takes no more commands");
        }
        chain.bus().handlers().requireHandler(command.getClass());
        return chain.proceed(new CommandEnvelope(TimeOrderedId.next().toString(), command, metadata));
    }

    /**
     * Dispatches a command on the executor of the bus.
     *
     * @return what comes of it; fails with what {@link #dispatch(Object, Metadata)} throws, or with the
     *     executor's refusal
     */
    public CompletableFuture<CommandResult> dispatchAsync(Object command, Metadata metadata) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(metadata, "metadata");
        try {
            return CompletableFuture.supplyAsync(() -> dispatch(command, metadata), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Dispatches a command without metadata on the executor of the bus. */
    public CompletableFuture<CommandResult> dispatchAsync(Object command) {
        return dispatchAsync(command, Metadata.empty());
    }

    /** Dispatches commands without metadata; see {@link #dispatchAll(List, Metadata, AfterFailure)}. */
    public List<CommandResult> dispatchAll(List<?> commands, AfterFailure afterFailure) {
        return dispatchAll(commands, Metadata.empty(), afterFailure);
    }

    /**
     * Dispatches commands one after the other, each for itself.
     *
     * @param metadata what is known of where they come from
     * @param afterFailure whether to go on after one that was rejected or failed
     * @return the results of those that were dispatched, in their order; where an exception was thrown,
     *     {@link CommandResult.Failed}
     */
    public List<CommandResult> dispatchAll(List<?> commands, Metadata metadata, AfterFailure afterFailure) {
        Objects.requireNonNull(afterFailure, "what to do after a failure");
        List<CommandResult> results = new ArrayList<>();
        for (Object command : List.copyOf(commands)) {
            CommandResult result = attempt(command, metadata);
            results.add(result);
            if (afterFailure == AfterFailure.STOP && !(result instanceof CommandResult.Accepted)) {
                break;
            }
        }
        return results;
    }

    private CommandResult attempt(Object command, Metadata metadata) {
        try {
            return dispatch(command, metadata);
        } catch (RuntimeException e) {
            return new CommandResult.Failed(e);
        }
    }

    /**
     * The audit entries that a query asks for, in the order in which they were written.
     *
     * @throws IllegalStateException if the storage keeps none
     */
    public List<AuditEntry> audit(AuditQuery query) {
        return chain.auditLog().find(Objects.requireNonNull(query, "query"));
    }

    /** Whether {@link Middleware#idempotency()} is part of it, for some commands at least. */
    public boolean remembersResults() {
        return chain.bus().middleware().stream().map(Conditional::unwrap).anyMatch(Idempotency.class::isInstance);
    }

    /** Takes no more commands; those under way go on. */
    @Override
    public void close() {
        closed = true;
    }

    /** What {@link #dispatchAll} does when a command was rejected or failed. */
    public enum AfterFailure {
        /** Dispatch none of the rest. */
        STOP,
        /** Dispatch the rest nonetheless. */
        CONTINUE
    }

    /**
     * Collects handlers and middleware; not thread-safe.
     *
     * @param <T> the transactions of the storage
     */
    public static final class Builder<T> {

        private final Registry.Builder<T> handlers = new Registry.Builder<>();
        private final List<Middleware> middleware = new ArrayList<>();
        private final List<Instrumentation> instrumentations = new ArrayList<>();
        private Predicate<RuntimeException> rejections = e -> false;
        private Executor executor = ForkJoinPool.commonPool();
        private Clock clock = Clock.systemUTC();
        private @Nullable IdempotencyStore<T> idempotency;
        private @Nullable AuditLog audit;

        private Builder() {}

        /**
         * Handles a command by an aggregate: loads it, or makes a new one, lets it act, and saves it.
         *
         * @throws IllegalArgumentException if the command is abstract or has a handler already
         */
        public <C, A extends Aggregate<E>, E> Builder<T> handle(
                Class<C> command,
                AggregateType<A, E> type,
                Function<? super C, String> id,
                BiConsumer<? super A, ? super C> action) {
            Objects.requireNonNull(id, "id function");
            Objects.requireNonNull(action, "action");
            handlers.add(command, Handlers.of(type, id, action));
            return this;
        }

        /**
         * Handles a command, or each concrete command under a sealed root, by a decider.
         *
         * @throws IllegalArgumentException if one of them has a handler already, or the root is not sealed
         */
        public <C, S, E> Builder<T> handle(Class<C> root, DeciderType<C, S, E> type, Function<? super C, String> id) {
            Objects.requireNonNull(id, "id function");
            CommandHandler<C, T> handler = Handlers.of(type, id);
            addAll(root, handler);
            return this;
        }

        private <C> void addAll(Class<? extends C> root, CommandHandler<C, T> handler) {
            if (!root.isSealed()) {
                handlers.add(root, handler);
                return;
            }
            for (Class<?> next : root.getPermittedSubclasses()) {
                addAll(next.asSubclass(root), handler);
            }
        }

        /**
         * Handles a command by a function. What it throws is a failure, unless {@link #rejections} says
         * otherwise.
         *
         * @throws IllegalArgumentException if the command is abstract or has a handler already
         */
        public <C> Builder<T> handle(Class<C> command, CommandHandler<? super C, T> handler) {
            Objects.requireNonNull(handler, "handler");
            handlers.addFunction(command, null, handler);
            return this;
        }

        /**
         * Handles a command by a function that answers with data of a type, which has to be known where
         * {@link Middleware#idempotency} remembers answers.
         *
         * @throws IllegalArgumentException if the command is abstract or has a handler already, or the type
         *     of the answer is primitive
         */
        public <C> Builder<T> handle(Class<C> command, Class<?> answer, CommandHandler<? super C, T> handler) {
            Objects.requireNonNull(answer, "answer type");
            Objects.requireNonNull(handler, "handler");
            handlers.addFunction(command, answer, handler);
            return this;
        }

        /** Adds middleware, from the outermost to the innermost, inside of what was added before. */
        public Builder<T> middleware(Middleware... more) {
            middleware.addAll(List.of(more));
            return this;
        }

        /**
         * Which exceptions of handlers are rejections besides those of aggregates and deciders, and {@link
         * UnauthorizedException}.
         */
        public Builder<T> rejections(Predicate<RuntimeException> areRejections) {
            rejections = Objects.requireNonNull(areRejections, "rejections");
            return this;
        }

        /** Has something watch every command, from outside of all middleware; the first one is the outermost. */
        public Builder<T> instrument(Instrumentation instrumentation) {
            instrumentations.add(Objects.requireNonNull(instrumentation, "instrumentation"));
            return this;
        }

        /** Where {@link CommandBus#dispatchAsync} works; the common pool unless set. */
        public Builder<T> executor(Executor newExecutor) {
            executor = Objects.requireNonNull(newExecutor, "executor");
            return this;
        }

        /** The time that handlers see; the system's unless set. */
        public Builder<T> clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** Where {@link Middleware#idempotency} remembers results; that of the storage, usually. */
        public Builder<T> idempotency(IdempotencyStore<T> store) {
            idempotency = Objects.requireNonNull(store, "idempotency store");
            return this;
        }

        /** Where {@link Middleware#audit} writes; the audit log of the storage, usually. */
        public Builder<T> audit(AuditLog log) {
            audit = Objects.requireNonNull(log, "audit log");
            return this;
        }

        /**
         * The bus over an event store.
         *
         * @throws IllegalStateException if a middleware stands where it would not do what it is for, or needs
         *     what the storage cannot do
         */
        public CommandBus<T> build(EventStore<T> store) {
            List<Middleware> all = new ArrayList<>();
            instrumentations.forEach(each -> each.commands().ifPresent(all::add));
            all.addAll(middleware);
            Chain.Bus<T> bus = new Chain.Bus<>(
                    store,
                    List.copyOf(all),
                    handlers.build(rejections),
                    clock,
                    idempotency,
                    audit,
                    List.copyOf(instrumentations));
            Chain<T> chain = new Chain<>(bus, 0, null);
            Arrangement.check(chain);
            return new CommandBus<>(chain, executor);
        }
    }
}
