package dev.mink.command;

import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;
import dev.mink.Instrumentation.Occurrence;
import dev.mink.command.CommandResult.Failed;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Handles a command again that lost a race, also where {@link Recovery} has made a result of that. Within
 * a transaction there is one attempt, since a failed append leaves nothing to go on with.
 */
final class Retry implements Middleware {

    private final ConflictRetry policy;

    Retry(ConflictRetry policy) {
        this.policy = Objects.requireNonNull(policy, "retry");
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        if (next instanceof Chain<?> chain && chain.transaction() != null) {
            return next.proceed(envelope);
        }
        Attempt attempt = new Attempt(envelope, next);
        try {
            return policy.run(attempt, () -> {
                if (next instanceof Chain<?> chain) {
                    chain.occurred(Occurrence.COMMAND_RETRIED, envelope);
                }
            });
        } catch (ConcurrencyException e) {
            if (attempt.recovered != null) {
                return attempt.recovered;
            }
            throw e;
        }
    }

    private static final class Attempt implements Supplier<CommandResult> {

        private final CommandEnvelope envelope;
        private final Next next;
        private @Nullable Failed recovered;

        Attempt(CommandEnvelope envelope, Next next) {
            this.envelope = envelope;
            this.next = next;
        }

        @Override
        public CommandResult get() {
            recovered = null;
            CommandResult result = next.proceed(envelope);
            if (result instanceof Failed failed && failed.cause() instanceof ConcurrencyException conflict) {
                recovered = failed;
                throw conflict;
            }
            return result;
        }
    }
}
