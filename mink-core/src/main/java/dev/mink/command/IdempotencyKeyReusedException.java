package dev.mink.command;

import dev.mink.MinkException;

/** Another command has been handled under the same idempotency key. This one was not handled. */
public final class IdempotencyKeyReusedException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String key;

    IdempotencyKeyReusedException(String key, String command) {
        super("the idempotency key " + key + " of the command " + command
                + " belongs to another command, or to one with other contents: give each command a key of its own");
        this.key = key;
    }

    /** The idempotency key. */
    public String key() {
        return key;
    }
}
