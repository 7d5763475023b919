package dev.mink.schema;

import dev.mink.MinkException;
import dev.mink.spi.StoredEvent;

/** A stored event has a schema version that this code cannot read: a newer one than it knows, or one too old. */
public final class SchemaVersionException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final long position;
    private final int schemaVersion;
    private final int oldest;
    private final int newest;

    SchemaVersionException(StoredEvent stored, String type, int schemaVersion, int oldest, int newest) {
        super(message(stored, type, schemaVersion, oldest, newest));
        this.type = type;
        this.position = stored.position();
        this.schemaVersion = schemaVersion;
        this.oldest = oldest;
        this.newest = newest;
    }

    private static String message(StoredEvent stored, String type, int schemaVersion, int oldest, int newest) {
        String event = Upcasting.describe(stored) + " has version " + schemaVersion + " of the schema of " + type;
        return schemaVersion > newest
                ? event + ", which is newer than " + newest + ", the newest that this code knows: deploy the newer code"
                        + " here, too, or read with lenient event types"
                : event + ", which is older than " + oldest
                        + ", the oldest that this code can read: give an upcaster from" + " version " + schemaVersion;
    }

    /** The name of the event's type. */
    public String type() {
        return type;
    }

    /** The position of the stored event. */
    public long position() {
        return position;
    }

    /** The version that it has. */
    public int schemaVersion() {
        return schemaVersion;
    }

    /** The oldest version that can be read. */
    public int oldest() {
        return oldest;
    }

    /** The newest version that can be read. */
    public int newest() {
        return newest;
    }

    /** Whether newer code than this has written the event. */
    public boolean isNewer() {
        return schemaVersion > newest;
    }
}
