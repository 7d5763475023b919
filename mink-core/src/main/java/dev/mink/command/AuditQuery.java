package dev.mink.command;

import dev.mink.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log to find: those that meet every condition that is set, in the order in
 * which they were written.
 *
 * @param after only entries behind this position; 0 for all
 * @param from only commands that arrived at or after this, or null
 * @param until only commands that arrived before this, or null
 * @param userId or null
 * @param tenantId or null
 * @param correlationId or null
 * @param commandType the simple name of the command's class, or null
 * @param outcome {@code accepted}, {@code rejected} or {@code failed}, or null
 * @param stream or null
 * @param version only commands that brought their stream to this version; 0 for all
 * @param tookAtLeast only commands that took this long or longer, or null
 * @param limit at most so many, from 1
 */
public record AuditQuery(
        long after,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String userId,
        @Nullable String tenantId,
        @Nullable String correlationId,
        @Nullable String commandType,
        @Nullable String outcome,
        @Nullable StreamId stream,
        long version,
        @Nullable Duration tookAtLeast,
        int limit) {

    private static final Set<String> OUTCOMES = Set.of("accepted", "rejected", "failed");
    private static final AuditQuery ALL =
            new AuditQuery(0, null, null, null, null, null, null, null, null, 0, null, 100);

    /**
     * @throws IllegalArgumentException if the position or the version is negative, the limit less than 1, or
     *     the outcome none of the three
     */
    public AuditQuery {
        if (after < 0 || version < 0 || limit < 1) {
            throw new IllegalArgumentException("an audit query after position " + after + " for version " + version
                    + " with the limit " + limit
                    + ": position and version must not be negative, and the limit at least 1");
        }
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw new IllegalArgumentException(
                    "outcome " + outcome + " is none of a command's: ask for accepted, rejected or failed");
        }
    }

    /** The first hundred entries. */
    public static AuditQuery all() {
        return ALL;
    }

    /**
     * Only entries behind this position, which is how paging goes on. An entry that is being written at
     * this moment may appear at a position before the last one that is there.
     */
    public AuditQuery after(long position) {
        return new AuditQuery(
                position,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands that arrived in this time, the end not included. */
    public AuditQuery between(Instant start, Instant end) {
        return new AuditQuery(
                after,
                start,
                end,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands on behalf of this user. */
    public AuditQuery user(String id) {
        return new AuditQuery(
                after,
                from,
                until,
                id,
                tenantId,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands on the data of this tenant. */
    public AuditQuery tenant(String id) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                id,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands of this conversation. */
    public AuditQuery correlation(String id) {
        return new AuditQuery(
                after, from, until, userId, tenantId, id, commandType, outcome, stream, version, tookAtLeast, limit);
    }

    /** Only commands of this class. */
    public AuditQuery command(Class<?> type) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                type.getSimpleName(),
                outcome,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands with this outcome: {@code accepted}, {@code rejected} or {@code failed}. */
    public AuditQuery outcome(String name) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                name,
                stream,
                version,
                tookAtLeast,
                limit);
    }

    /** Only commands that changed this stream. */
    public AuditQuery stream(StreamId id) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                id,
                version,
                tookAtLeast,
                limit);
    }

    /** Only the command that brought this stream to this version. */
    public AuditQuery stream(StreamId id, long newVersion) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                id,
                newVersion,
                tookAtLeast,
                limit);
    }

    /** Only commands that took this long or longer. */
    public AuditQuery tookAtLeast(Duration duration) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                duration,
                limit);
    }

    /** At most so many entries. */
    public AuditQuery limit(int entries) {
        return new AuditQuery(
                after,
                from,
                until,
                userId,
                tenantId,
                correlationId,
                commandType,
                outcome,
                stream,
                version,
                tookAtLeast,
                entries);
    }
}
