package dev.mink.command;

import dev.mink.Metadata;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.spi.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an entry about every command, after its end and outside of its transaction. */
final class Audit implements Middleware {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final @Nullable Redaction redaction;
    private final AuditFailure onFailure;

    Audit(@Nullable Redaction redaction, AuditFailure onFailure) {
        this.redaction = redaction;
        this.onFailure = Objects.requireNonNull(onFailure, "what to do when an entry cannot be written");
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        if (!(next instanceof Chain<?> chain)) {
            throw new IllegalStateException("audit needs the storage of a command bus: let another middleware call the"
                    + " next one that it was given, not one of its own");
        }
        AuditLog log = chain.auditLog();
        Instant at = chain.bus().clock().instant();
        long start = System.nanoTime();
        CommandResult result;
        try {
            result = next.proceed(envelope);
        } catch (RuntimeException | Error e) {
            write(log, envelope, new Failed(e), at, start, AuditFailure.LOG);
            throw e;
        }
        write(log, envelope, result, at, start, onFailure);
        return result;
    }

    private void write(
            AuditLog log, CommandEnvelope envelope, CommandResult result, Instant at, long start, AuditFailure policy) {
        try {
            log.write(entry(envelope, result, at, Duration.ofNanos(System.nanoTime() - start)));
        } catch (RuntimeException | Error e) {
            Recovery.requireSafe(e);
            if (policy == AuditFailure.THROW) {
                throw new AuditFailedException(envelope.type(), result, e);
            }
            LOG.error("the audit entry of the command {} ({}) could not be written", envelope.type(), envelope.id(), e);
        }
    }

    private AuditEntry entry(CommandEnvelope envelope, CommandResult result, Instant at, Duration duration) {
        Metadata metadata = envelope.metadata();
        Accepted accepted = result instanceof Accepted done ? done : CommandResult.done();
        return new AuditEntry(
                0,
                at,
                envelope.id(),
                envelope.type(),
                metadata.userId(),
                metadata.tenantId(),
                metadata.correlationId(),
                result.outcome(),
                reason(result),
                duration,
                accepted.stream(),
                accepted.version(),
                details(envelope.command()));
    }

    private static @Nullable String reason(CommandResult result) {
        if (result instanceof Rejected rejected) {
            return Rejections.nameOf(rejected.reason());
        }
        return result instanceof Failed failed ? Rejections.nameOf(failed.cause()) : null;
    }

    private @Nullable String details(Object command) {
        if (redaction == null || !(CommandJson.tree(command) instanceof Map<?, ?> components)) {
            return null;
        }
        return CommandJson.text(kept(components, redaction));
    }

    private static Map<String, Object> kept(Map<?, ?> components, Redaction redaction) {
        Map<String, Object> kept = new LinkedHashMap<>();
        components.forEach((name, value) -> {
            String field = String.valueOf(name);
            Object keep = value == null ? null : redaction.keep(field, value);
            if (keep != null) {
                kept.put(field, keep == value ? within(value, redaction) : keep);
            }
        });
        return kept;
    }

    /** A value that is kept, but for what within it is not. */
    @SuppressWarnings("NullAway") // lists of JSON may contain null
    private static Object within(Object value, Redaction redaction) {
        if (value instanceof Map<?, ?> components) {
            return kept(components, redaction);
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(each -> within(each, redaction)).toList();
        }
        return value;
    }
}
