package dev.mink.postgres.command.pairs;

import dev.mink.ConflictRetry;
import dev.mink.command.AuditFailure;
import dev.mink.command.Middleware;
import dev.mink.command.Permission;
import java.time.Duration;
import java.util.function.Function;

/** The built-in middleware. */
@SuppressWarnings("ImmutableEnumChecker")
enum Kind {
    RECOVERY(timeout -> Middleware.recovery()),
    VALIDATION(timeout -> Middleware.validation()),
    LOGGING(timeout -> Middleware.logging()),
    CORRELATION(timeout -> Middleware.correlation()),
    CAUSATION(timeout -> Middleware.causation()),
    METADATA(timeout -> Middleware.metadata(known -> known.withAttribute("ip", "::1"))),
    TENANT(timeout -> Middleware.tenantRequired()),
    AUTHORIZATION(timeout -> Middleware.authorization(envelope ->
            Kind.BANNED.equals(envelope.metadata().userId()) ? Permission.denied("banned") : Permission.granted())),
    TIMEOUT(Middleware::timeout),
    RETRY(timeout -> Middleware.retryOnConflict(ConflictRetry.of(5))),
    IDEMPOTENCY(timeout -> Middleware.idempotency()),
    AUDIT(timeout -> Middleware.audit((field, value) -> value, AuditFailure.THROW)),
    /** For commands of another type only. */
    BYPASSED(timeout -> ((Middleware) (envelope, next) -> {
                throw new AssertionError("handled " + envelope);
            })
            .forType(String.class));

    static final String BANNED = "eve";

    private final Function<Duration, Middleware> made;

    Kind(Function<Duration, Middleware> made) {
        this.made = made;
    }

    Middleware middleware(Duration timeout) {
        return made.apply(timeout);
    }
}
