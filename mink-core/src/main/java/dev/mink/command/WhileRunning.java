package dev.mink.command;

/** What becomes of a repeated command that arrives while the first is being handled. */
public enum WhileRunning {
    /** It waits for the end of the first and gets its result; an interrupt or a timeout ends the wait. */
    WAIT,
    /** It ends in a {@link dev.mink.spi.KeyInUseException} at once. */
    REFUSE
}
