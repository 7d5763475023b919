package dev.mink.command;

/**
 * Something that stands around the handling of every command: before it, after it, or instead of it.
 *
 * <p>The first of the list is the outermost.
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Handles a command, usually by letting the next one do so.
     *
     * @return what came of it; never null
     * @throws RuntimeException a failure; rejections are results
     */
    CommandResult handle(CommandEnvelope envelope, Next next);

    /** What stands further inside, down to the handler. */
    @FunctionalInterface
    interface Next {

        /** Goes on. May be called again, which is how a retry works. */
        CommandResult proceed(CommandEnvelope envelope);
    }
}
