package dev.mink.command;

import dev.mink.EventStore;
import java.time.Clock;
import java.util.Optional;

/**
 * What a handler works with. A command that a handler dispatches is one of its own: not part of the
 * transaction, and never one under the same idempotency key, for which it would wait in vain.
 *
 * @param envelope the command with its id and metadata
 * @param store the event store; what is appended through it carries the metadata, and is part of the
 *     transaction if there is one
 * @param transaction the storage's transaction in which the command is handled, if there is one
 * @param clock the time
 * @param <T> the transactions of the storage, such as {@code java.sql.Connection}
 */
public record CommandContext<T>(CommandEnvelope envelope, EventStore<T> store, Optional<T> transaction, Clock clock) {}
