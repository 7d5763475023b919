package dev.mink.command;

import dev.mink.MinkException;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Handles a command in one transaction with the memory of its result, and gives that to whoever comes
 * again with the same key.
 */
final class Idempotency implements Middleware {

    private static final int MAX_KEY_LENGTH = 255;

    private final Duration keep;
    private final boolean wait;

    Idempotency(Duration keep, boolean wait) {
        if (keep.isZero() || keep.isNegative()) {
            throw new IllegalArgumentException("the time to keep results, " + keep + ", is not positive");
        }
        this.keep = keep;
        this.wait = wait;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        if (!(envelope.command() instanceof Idempotent command)) {
            return next.proceed(envelope);
        }
        if (!(next instanceof Chain<?> chain)) {
            throw new IllegalStateException(
                    "idempotency needs the storage of a command bus: wrap what stands" + " outside of it, not inside");
        }
        String key = command.idempotencyKey();
        if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH) {
            Violations violations = new Violations()
                    .add("idempotencyKey", "must have 1 to " + MAX_KEY_LENGTH + " characters", "idempotency.key");
            return new Rejected(new ValidationException(envelope.type(), violations.found()));
        }
        return once(envelope, chain, key);
    }

    private <T> CommandResult once(CommandEnvelope envelope, Chain<T> chain, String key) {
        Once<T> once = new Once<>(chain.idempotency(), envelope, key, Fingerprint.of(envelope.command()));
        if (chain.transaction() != null) {
            return once.in(chain, chain.transaction(), true);
        }
        try {
            return chain.bus().store().transact(transaction -> once.in(chain, transaction, false));
        } catch (Undo undo) {
            return undo.result instanceof Rejected rejected
                    ? chain.bus().store().transact(transaction -> once.remember(chain, transaction, rejected))
                    : undo.result;
        }
    }

    /** One command under its key. */
    private final class Once<T> {

        private final IdempotencyStore<T> store;
        private final CommandEnvelope envelope;
        private final String key;
        private final String fingerprint;

        Once(IdempotencyStore<T> store, CommandEnvelope envelope, String key, String fingerprint) {
            this.store = store;
            this.envelope = envelope;
            this.key = key;
            this.fingerprint = fingerprint;
        }

        CommandResult in(Chain<T> chain, T transaction, boolean joined) {
            Optional<RememberedResult> known = reserve(chain, transaction);
            if (known.isPresent()) {
                return recall(chain, known.get());
            }
            CommandResult result = chain.within(transaction).proceed(envelope);
            if (result instanceof Accepted accepted) {
                save(chain, transaction, Memory.of(accepted));
            } else if (!joined) {
                throw new Undo(result);
            }
            return result;
        }

        /** Remembers a rejection, unless the same command has got a result meanwhile. */
        CommandResult remember(Chain<T> chain, T transaction, Rejected rejected) {
            Optional<RememberedResult> known = reserve(chain, transaction);
            if (known.isPresent()) {
                return recall(chain, known.get());
            }
            save(chain, transaction, Memory.of(rejected));
            return rejected;
        }

        private Optional<RememberedResult> reserve(Chain<T> chain, T transaction) {
            return store.reserve(transaction, key, chain.bus().clock().instant(), wait);
        }

        private void save(Chain<T> chain, T transaction, Memory memory) {
            Instant expires = chain.bus().clock().instant().plus(keep);
            store.remember(transaction, key, new RememberedResult(fingerprint, memory.json()), expires);
        }

        private CommandResult recall(Chain<T> chain, RememberedResult known) {
            if (!known.fingerprint().equals(fingerprint)) {
                throw new IdempotencyKeyReusedException(key, envelope.type());
            }
            return Memory.parse(known.json())
                    .recall(
                            chain.bus().store(),
                            chain.bus().handlers().answerType(envelope.command().getClass()));
        }
    }

    /** Rolls back what a command did that was not accepted, and carries its result out. */
    private static final class Undo extends MinkException {

        private static final long serialVersionUID = 1L;

        private final transient CommandResult result;

        Undo(CommandResult result) {
            super("rolled back, since the command was " + result.outcome());
            this.result = Objects.requireNonNull(result);
        }
    }
}
