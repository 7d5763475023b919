package dev.mink.command;

import dev.mink.MinkException;
import org.jspecify.annotations.Nullable;

/** A command was rejected when it first arrived, and so is its repetition, with the reason of that time. */
public final class RememberedRejectionException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String type;

    RememberedRejectionException(String type, @Nullable String message) {
        super(message == null ? type : message);
        this.type = type;
    }

    /** The simple name of the exception by which the command was first rejected. */
    public String type() {
        return type;
    }
}
