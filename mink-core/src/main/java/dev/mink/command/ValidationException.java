package dev.mink.command;

import dev.mink.MinkException;
import java.util.List;
import java.util.stream.Collectors;

/** A command is not valid. It was not handled. */
public final class ValidationException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    ValidationException(String command, List<Violation> violations) {
        super("the command " + command + " is not valid: "
                + violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** Everything that is wrong with it. */
    public List<Violation> violations() {
        return violations;
    }
}
