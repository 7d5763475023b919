package dev.mink.examples.retail;

import dev.mink.StorageException;
import dev.mink.command.CommandEnvelope;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Repeats a command when the storage failed. Whether it had taken effect or not, idempotency makes that right. */
final class Patience implements Middleware {
    private static final int ATTEMPTS = 5;

    private final Duration firstPause;

    /**
     * @param firstPause how long to wait before the first repetition; doubled each time
     */
    Patience(Duration firstPause) {
        this.firstPause = firstPause;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return next.proceed(envelope);
            } catch (StorageException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
    }
}
