package dev.mink.command;

import dev.mink.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, when, and what came of it.
 *
 * @param position its place in the audit log, from 1, ascending; 0 before it is stored
 * @param at when the command arrived, to the microsecond
 * @param commandId the id of the command
 * @param commandType the simple name of its class
 * @param userId on whose behalf, or null
 * @param tenantId whose data, or null
 * @param correlationId the conversation that it belongs to, or null
 * @param outcome {@code accepted}, {@code rejected} or {@code failed}
 * @param reason the simple name of the exception that rejected or failed it, or null
 * @param duration how long it took, to the microsecond
 * @param stream the stream that it changed, or null
 * @param version the version of that stream after it; 0 if there is none
 * @param details the redacted contents of the command as JSON, or null if none are kept
 */
public record AuditEntry(
        long position,
        Instant at,
        String commandId,
        String commandType,
        @Nullable String userId,
        @Nullable String tenantId,
        @Nullable String correlationId,
        String outcome,
        @Nullable String reason,
        Duration duration,
        @Nullable StreamId stream,
        long version,
        @Nullable String details) {

    /** Refuses nulls, and leaves out what is less than a microsecond. */
    public AuditEntry {
        Objects.requireNonNull(commandId, "command id");
        Objects.requireNonNull(commandType, "command type");
        Objects.requireNonNull(outcome, "outcome");
        at = at.truncatedTo(ChronoUnit.MICROS);
        duration = duration.truncatedTo(ChronoUnit.MICROS);
    }

    /** The same at a position. */
    public AuditEntry withPosition(long newPosition) {
        return new AuditEntry(
                newPosition,
                at,
                commandId,
                commandType,
                userId,
                tenantId,
                correlationId,
                outcome,
                reason,
                duration,
                stream,
                version,
                details);
    }
}
