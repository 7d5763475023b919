package dev.mink.command;

/** A command that must take effect once, however often it arrives. */
public interface Idempotent {

    /**
     * The same for every arrival of the same command, and different for all others, also for those of other
     * types and tenants. 1 to 255 characters without control characters, unpaired surrogates and white space
     * at the ends; a command with another one is rejected.
     */
    String idempotencyKey();
}
