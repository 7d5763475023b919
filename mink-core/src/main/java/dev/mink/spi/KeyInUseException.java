package dev.mink.spi;

import dev.mink.MinkException;

/** A command with the same idempotency key is being handled at this moment. */
public final class KeyInUseException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the idempotency key
     */
    public KeyInUseException(String key) {
        super("a command with the idempotency key " + key
                + " is being handled at this moment: ask again later, or let idempotency wait for it");
        this.key = key;
    }

    /** The idempotency key. */
    public String key() {
        return key;
    }
}
