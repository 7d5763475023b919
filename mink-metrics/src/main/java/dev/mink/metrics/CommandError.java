package dev.mink.metrics;

import dev.mink.AggregateNotFoundException;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.EventTooLargeException;
import dev.mink.StorageException;
import dev.mink.command.AuditFailedException;
import dev.mink.command.CommandTimeoutException;
import dev.mink.command.IdempotencyKeyReusedException;
import dev.mink.command.UnauthorizedException;
import dev.mink.command.ValidationException;
import dev.mink.projection.ProjectionFailedException;
import dev.mink.projection.ProjectionReplacedException;
import dev.mink.schema.CodecException;
import dev.mink.schema.SchemaVersionException;
import dev.mink.schema.UnknownEventException;
import dev.mink.schema.UpcastException;
import dev.mink.spi.KeyInUseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why a command was not carried out, other than by a rule of the domain. */
enum CommandError {
    CONCURRENCY(ConcurrencyException.class),
    NOT_FOUND(AggregateNotFoundException.class),
    VALIDATION(ValidationException.class),
    UNAUTHORIZED(UnauthorizedException.class),
    TIMEOUT(CommandTimeoutException.class),
    IDEMPOTENCY(IdempotencyKeyReusedException.class, KeyInUseException.class),
    EVENT(
            CodecException.class,
            UnknownEventException.class,
            UpcastException.class,
            SchemaVersionException.class,
            EventTooLargeException.class,
            DuplicateEventIdException.class),
    PROJECTION(ProjectionFailedException.class, ProjectionReplacedException.class),
    STORAGE(StorageException.class, AuditFailedException.class),
    UNKNOWN;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final List<Class<?>> causes;

    CommandError(Class<?>... causes) {
        this.causes = List.of(causes);
    }

    static CommandError of(Throwable failure) {
        return Arrays.stream(values())
                .filter(each -> each.causes.stream().anyMatch(cause -> cause.isInstance(failure)))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** As the tag has it. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> allValues() {
        return Arrays.stream(values()).map(CommandError::value).toList();
    }
}
