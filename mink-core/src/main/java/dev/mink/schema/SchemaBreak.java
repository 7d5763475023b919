package dev.mink.schema;

/**
 * A change of the events that something cannot live with.
 *
 * @param event the name of the event
 * @param victim what cannot live with it
 * @param message what has changed, and what to do
 */
public record SchemaBreak(String event, Victim victim, String message) {

    /** What cannot live with a change. */
    public enum Victim {
        /** Events that are stored already: today's code cannot read them. */
        STORED_EVENTS,
        /** Code of before, while it still runs: it takes what today's code writes for what it knows, and cannot read it. */
        RUNNING_CODE
    }

    @Override
    public String toString() {
        return event + ": " + message;
    }
}
