package dev.mink.command;

import dev.mink.EventStore;
import dev.mink.Instrumentation.Occurrence;
import dev.mink.MinkException;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.internal.Text;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles a command in one transaction with the memory of its result, and gives that to whoever comes
 * again with the same key.
 */
final class Idempotency implements Middleware {

    private static final int MAX_KEY_LENGTH = 255;
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Duration keep;
    private final boolean wait;

    Idempotency(Duration keep, WhileRunning whileRunning) {
        if (keep.isZero() || keep.isNegative() || keep.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the time to keep results, " + keep + ", is not between 1 ns and 100 years");
        }
        this.keep = keep;
        this.wait = Objects.requireNonNull(whileRunning, "what to do while the first is running") == WhileRunning.WAIT;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        if (!(envelope.command() instanceof Idempotent command)) {
            return next.proceed(envelope);
        }
        if (!(next instanceof Chain<?> chain)) {
            throw new IllegalStateException(
                    "idempotency needs the storage of a command bus: let another middleware call"
                            + " the next one that it was given, not one of its own");
        }
        if (chain.transaction() != null) {
            // Another idempotency further outside has the key.
            return next.proceed(envelope);
        }
        String key = command.idempotencyKey();
        String problem = problem(key);
        if (problem != null) {
            Violations violations = new Violations().add("idempotencyKey", problem, "idempotency.key");
            return new Rejected(new ValidationException(envelope.type(), violations.found()));
        }
        return new Once<>(chain, envelope, key).run();
    }

    private static @Nullable String problem(@Nullable String key) {
        if (key == null) {
            return "is null";
        }
        try {
            Text.check("key", key, MAX_KEY_LENGTH);
            return null;
        } catch (IllegalArgumentException e) {
            return "is no key: " + e.getMessage();
        }
    }

    /** One command under its key. */
    private final class Once<T> {

        private final Chain<T> chain;
        private final IdempotencyStore<T> results;
        private final CommandEnvelope envelope;
        private final String key;
        private final String fingerprint;

        Once(Chain<T> chain, CommandEnvelope envelope, String key) {
            this.chain = chain;
            this.results = chain.idempotency();
            this.envelope = envelope;
            this.key = key;
            this.fingerprint = Fingerprint.of(envelope);
        }

        CommandResult run() {
            EventStore<T> store = chain.bus().store();
            try {
                return store.transact(this::handle);
            } catch (Undo undo) {
                return undo.result instanceof Rejected rejected
                        ? store.transact(transaction -> remember(transaction, rejected))
                        : undo.result;
            }
        }

        private CommandResult handle(T transaction) {
            Optional<RememberedResult> known = results.reserve(transaction, key, now(), wait);
            if (known.isPresent()) {
                return recall(transaction, known.get());
            }
            CommandResult result = chain.within(transaction).proceed(envelope);
            if (!(result instanceof Accepted accepted)) {
                throw new Undo(result);
            }
            Memory memory = Memory.of(accepted);
            requireRecallable(transaction, accepted, memory);
            save(transaction, memory);
            return result;
        }

        /**
         * Remembers a rejection, unless the command has come again meanwhile and got another result, for
         * which this waits: it is one of this command's own.
         */
        private CommandResult remember(T transaction, Rejected rejected) {
            Optional<RememberedResult> known = results.reserve(transaction, key, now(), true);
            if (known.isPresent()) {
                return recall(transaction, known.get());
            }
            save(transaction, Memory.of(rejected));
            return rejected;
        }

        private void save(T transaction, Memory memory) {
            Instant expires = now().plus(keep);
            results.remember(transaction, key, new RememberedResult(fingerprint, memory.json()), expires);
        }

        private CommandResult recall(T transaction, RememberedResult known) {
            if (!known.fingerprint().equals(fingerprint)) {
                throw new IdempotencyKeyReusedException(key, envelope.type());
            }
            chain.occurred(Occurrence.COMMAND_REPEATED, envelope);
            return Memory.parse(known.json()).recall(store(transaction), answerType());
        }

        private void requireRecallable(T transaction, Accepted accepted, Memory memory) {
            Object answer = accepted.data();
            if (answer != null) {
                Recall.requireAnswer(envelope, answer, memory, answerType());
            }
            if (!accepted.events().isEmpty() && isFunction()) {
                Recall.requireEvents(envelope, accepted, memory, store(transaction));
            }
        }

        private EventStore<T> store(T transaction) {
            return chain.bus().store().within(transaction);
        }

        private @Nullable Class<?> answerType() {
            return chain.bus().handlers().answerType(envelope.command().getClass());
        }

        private boolean isFunction() {
            return chain.bus().handlers().isFunction(envelope.command().getClass());
        }

        private Instant now() {
            return chain.bus().clock().instant();
        }
    }

    /** Rolls back what a command did that was not accepted, and carries its result out. */
    private static final class Undo extends MinkException {

        private static final long serialVersionUID = 1L;

        private final transient CommandResult result;

        Undo(CommandResult result) {
            super("a command was " + result.outcome());
            this.result = result;
        }

        /** It goes no further than this class. */
        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
