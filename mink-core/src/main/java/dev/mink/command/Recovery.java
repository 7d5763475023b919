package dev.mink.command;

/** Makes results of failures, but for those after which nothing can be relied on. */
final class Recovery implements Middleware {

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        try {
            return next.proceed(envelope);
        } catch (VirtualMachineError e) {
            if (e instanceof StackOverflowError) {
                return new CommandResult.Failed(e);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            return new CommandResult.Failed(e);
        }
    }
}
