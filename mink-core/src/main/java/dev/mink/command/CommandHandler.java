package dev.mink.command;

/**
 * Handles one type of command. Called by many threads at once.
 *
 * <p>What it appends is stored at once, unless there is a transaction, as {@link Middleware#idempotency}
 * gives one: then all of it is stored when the command is accepted, and nothing when it is rejected or
 * fails. Without one, append once and last.
 *
 * @param <C> the command
 * @param <T> the transactions of the storage
 */
@FunctionalInterface
public interface CommandHandler<C, T> {

    /**
     * Handles a command.
     *
     * @return what came of it; never null
     * @throws Exception a failure, or a rejection if the bus counts it as one
     */
    CommandResult handle(C command, CommandContext<T> context) throws Exception;
}
