package dev.mink.schema;

import dev.mink.MinkException;
import dev.mink.spi.StoredEvent;
import org.jspecify.annotations.Nullable;

/** An upcaster failed, or gave what nothing can be made of. */
public final class UpcastException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final int fromVersion;
    private final long position;

    UpcastException(StoredEvent stored, EventJson event, String why, @Nullable Throwable cause) {
        super(
                "the upcaster of " + event.type() + " from version " + event.schemaVersion() + " failed for "
                        + Upcasting.describe(stored) + ": " + why + "; it was given "
                        + Upcasting.shown(event.json().toString()),
                cause);
        this.type = event.type();
        this.fromVersion = event.schemaVersion();
        this.position = stored.position();
    }

    /** The name of the event that the upcaster is for. */
    public String type() {
        return type;
    }

    /** The schema version that the upcaster is for. */
    public int fromVersion() {
        return fromVersion;
    }

    /** The position of the stored event. */
    public long position() {
        return position;
    }
}
