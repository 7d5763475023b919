package dev.mink.command;

/** Makes results of failures, but for those after which nothing can be relied on. */
final class Recovery implements Middleware {

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        try {
            return next.proceed(envelope);
        } catch (RuntimeException | Error e) {
            requireSafe(e);
            return new CommandResult.Failed(e);
        }
    }

    /** Throws on what the machine itself failed with, such as running out of memory. */
    static void requireSafe(Throwable failure) {
        if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
            throw error;
        }
    }
}
