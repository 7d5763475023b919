package dev.mink.command;

import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;

/** Handles a command again when someone else was faster. */
final class RetryOnConflict implements Middleware {

    private final ConflictRetry retry;

    RetryOnConflict(ConflictRetry retry) {
        this.retry = retry;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        return retry.run(ConcurrencyException.class, () -> next.proceed(envelope));
    }
}
