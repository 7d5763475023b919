package dev.mink.command;

import dev.mink.ConflictRetry;
import dev.mink.Metadata;
import dev.mink.internal.TimeOrderedId;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Something that stands around the handling of every command: before it, after it, or instead of it.
 * Called by many threads at once.
 *
 * <p>The first of a list is the outermost. An order that works, and why:
 *
 * <pre>{@code
 * .middleware(
 *         Middleware.recovery(),          // whatever happens further inside becomes a result
 *         Middleware.correlation(),       // what follows knows the correlation id …
 *         Middleware.causation(),         // … and events will know their command
 *         Middleware.logging(),           // logs the one outcome, with its ids
 *         Middleware.audit(),
 *         Middleware.tenantRequired(),    // refuses before work is done
 *         Middleware.authorization(rule),
 *         Middleware.validation(),
 *         Middleware.timeout(ofSeconds(5)), // bounds all attempts together
 *         Middleware.retryOnConflict(5),  // each attempt is a new one from here on
 *         Middleware.idempotency())       // a transaction with the memory of the result
 * }</pre>
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Handles a command, usually by letting the next one do so.
     *
     * @return what came of it; never null
     * @throws RuntimeException a failure; rejections are results
     */
    CommandResult handle(CommandEnvelope envelope, Next next);

    /** What stands further inside, down to the handler. */
    @FunctionalInterface
    interface Next {

        /** Goes on. May be called again, which is how a retry works. */
        CommandResult proceed(CommandEnvelope envelope);
    }

    /**
     * Makes {@link CommandResult.Failed} of every failure, errors included, but for those after which the
     * machine cannot be relied on (such as running out of memory). Outermost, so that it sees all.
     */
    static Middleware recovery() {
        return new Recovery();
    }

    /**
     * Rejects commands that are not valid with a {@link ValidationException} that lists everything that is
     * wrong: by their own rules, if they are {@link SelfValidating}, and by each validator.
     */
    static Middleware validation(CommandValidator... validators) {
        return new Validation(validators);
    }

    /**
     * Logs one line a command to the logger {@code dev.mink.command}, with the key-values {@code command_type},
     * {@code outcome}, {@code duration_ms}, {@code correlation_id}, {@code aggregate_id} and {@code version}
     * where they are known; never what the command contains. Inside of what sets the ids that it shows.
     */
    static Middleware logging() {
        return new Logging();
    }

    /** Gives a correlation id to commands that come without one. */
    static Middleware correlation() {
        return metadata(metadata -> metadata.correlationId() != null
                ? metadata
                : metadata.withCorrelationId(TimeOrderedId.next().toString()));
    }

    /** Makes the command's id the causation id of the events that it leads to. */
    static Middleware causation() {
        return (envelope, next) ->
                next.proceed(envelope.withMetadata(envelope.metadata().withCausationId(envelope.id())));
    }

    /** Changes the metadata of every command, such as to {@code known.withUserId(…)}. */
    static Middleware metadata(UnaryOperator<Metadata> change) {
        Objects.requireNonNull(change, "change");
        return (envelope, next) -> next.proceed(envelope.withMetadata(change.apply(envelope.metadata())));
    }

    /**
     * Puts the tenant of commands that are {@link ForTenant} into the metadata, and rejects those whose
     * metadata name another one.
     */
    static Middleware tenant() {
        return new Tenant(false);
    }

    /** The same as {@link #tenant()}; commands without any tenant are rejected, too. */
    static Middleware tenantRequired() {
        return new Tenant(true);
    }

    /**
     * Interrupts the handling of a command that takes longer than this, and throws a {@link
     * CommandTimeoutException}. A command that ends well nonetheless counts as done. What does not heed an
     * interrupt, such as a statement of JDBC on a platform thread, is not cut short by it: see to a statement
     * timeout, too.
     *
     * @throws IllegalArgumentException if the time is not positive, or longer than a day
     */
    static Middleware timeout(Duration time) {
        return new Timeout(time);
    }

    /** Handles a command again that lost a race for its stream, so many times in all. */
    static Middleware retryOnConflict(int attempts) {
        return retryOnConflict(ConflictRetry.of(attempts));
    }

    /**
     * Handles a command again that lost a race for its stream. Outside of what must be part of each
     * attempt, such as the transaction of {@link #idempotency()}: inside of that, a lost race ends the
     * transaction, and there is one attempt. Inside of what must happen once, such as logging.
     */
    static Middleware retryOnConflict(ConflictRetry retry) {
        return new Retry(retry);
    }

    /**
     * Lets commands that are {@link Idempotent} take effect once: results are remembered for a day, and a
     * repetition waits while the first is under way. See {@link #idempotency(Duration, WhileRunning)}.
     */
    static Middleware idempotency() {
        return idempotency(Duration.ofDays(1), WhileRunning.WAIT);
    }

    /**
     * Lets commands that are {@link Idempotent} take effect once. All further inside happens in one
     * transaction with the memory of the result, so there is no moment in which one is there and the
     * other is not. Rejections are remembered, failures are not. Inside of {@link #retryOnConflict}, since a
     * lost race ends the transaction, and inside of {@link #authorization} and {@link #audit}, which must see
     * repetitions.
     *
     * <p>The answers of a command are remembered as JSON: its handler has to be registered with the type of
     * its answers.
     *
     * @param keep how long results are remembered, up to 100 years
     * @param whileRunning what becomes of a repetition that arrives while the first is under way
     * @throws IllegalArgumentException if the time is not positive, or too long
     */
    static Middleware idempotency(Duration keep, WhileRunning whileRunning) {
        return new Idempotency(keep, whileRunning);
    }

    /**
     * Rejects commands that a rule does not permit, with an {@link UnauthorizedException}. Outside of {@link
     * #idempotency()}, which answers repetitions by itself.
     *
     * <pre>{@code
     * Middleware.authorization(envelope -> "anna".equals(envelope.metadata().userId())
     *         ? Permission.granted()
     *         : Permission.denied("only Anna may do that"))
     * }</pre>
     */
    static Middleware authorization(Function<CommandEnvelope, Permission> rule) {
        return new Authorization(rule);
    }

    /**
     * Writes an entry about every command to the audit log, without its contents. If that fails, it is
     * logged, and the result of the command stands. See {@link #audit(Redaction, AuditFailure)}.
     */
    static Middleware audit() {
        return audit(AuditFailure.LOG);
    }

    /** Writes an entry about every command to the audit log, without its contents. */
    static Middleware audit(AuditFailure onFailure) {
        return new Audit(null, onFailure);
    }

    /**
     * Writes an entry about every command to the audit log. Outside of {@link #retryOnConflict} and {@link
     * #idempotency()}, so that there is one entry a command, and inside of what sets the user, the tenant and
     * the correlation id.
     *
     * @param contents what of a command's contents is kept
     * @param onFailure what becomes of a command whose entry cannot be written
     */
    static Middleware audit(Redaction contents, AuditFailure onFailure) {
        return new Audit(Objects.requireNonNull(contents, "redaction"), onFailure);
    }

    /** This middleware for some commands only; others pass by it. */
    default Middleware when(Predicate<CommandEnvelope> condition) {
        return new Conditional(this, condition);
    }

    /** This middleware for commands of one type only; others pass by it. */
    default Middleware forType(Class<?> type) {
        Objects.requireNonNull(type, "command type");
        return when(envelope -> type.isInstance(envelope.command()));
    }
}
