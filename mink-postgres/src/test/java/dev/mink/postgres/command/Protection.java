package dev.mink.postgres.command;

import dev.mink.command.CommandResult;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.spi.EventStorage;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;

/** How commands are kept from taking effect twice: as mink does it, and in ways that do not hold. */
enum Protection {
    IDEMPOTENCY {
        @Override
        Middleware middleware(EventStorage<Connection> storage) {
            return Middleware.idempotency();
        }
    },

    /** Holds the key all the time, but in another transaction than the events: a crash may come between. */
    MEMORY_BESIDE {
        @Override
        Middleware middleware(EventStorage<Connection> storage) {
            IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();
            return (envelope, next) -> storage.transact(transaction -> {
                String key = ((Idempotent) envelope.command()).idempotencyKey();
                Optional<RememberedResult> known = results.reserve(transaction, key, Instant.now(), true);
                if (known.isPresent()) {
                    return CommandResult.done();
                }
                CommandResult result = next.proceed(envelope);
                Instant later = Instant.now().plusSeconds(3600);
                results.remember(transaction, key, new RememberedResult("", "{}"), later);
                return result;
            });
        }
    },

    NONE {
        @Override
        Middleware middleware(EventStorage<Connection> storage) {
            return (envelope, next) -> next.proceed(envelope);
        }
    };

    abstract Middleware middleware(EventStorage<Connection> storage);
}
