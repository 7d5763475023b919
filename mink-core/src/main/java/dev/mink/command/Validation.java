package dev.mink.command;

import java.util.List;

/** Rejects commands in which something is wrong, and tells all of it. */
final class Validation implements Middleware {

    private final List<CommandValidator> validators;

    Validation(CommandValidator... validators) {
        this.validators = List.of(validators);
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Violations violations = new Violations();
        if (envelope.command() instanceof SelfValidating command) {
            command.validate(violations);
        }
        for (CommandValidator validator : validators) {
            validator.validate(envelope.command(), violations);
        }
        List<Violation> found = violations.found();
        return found.isEmpty()
                ? next.proceed(envelope)
                : new CommandResult.Rejected(new ValidationException(envelope.type(), found));
    }
}
