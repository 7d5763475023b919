package dev.mink.command;

/** A command that must take effect once, however often it arrives. */
public interface Idempotent {

    /** The same for every arrival of the same command, and different for different ones; at most 255 characters. */
    String idempotencyKey();
}
