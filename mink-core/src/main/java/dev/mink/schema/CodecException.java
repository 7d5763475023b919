package dev.mink.schema;

import dev.mink.MinkException;
import org.jspecify.annotations.Nullable;

/** An event could not be encoded or decoded. Where it was to be encoded, nothing was written. */
public final class CodecException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type the class or name of the event's type
     * @param message what failed and the way out
     * @param cause the failure of the codec's library, if any
     */
    public CodecException(String type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    /** The class or name of the event's type. */
    public String type() {
        return type;
    }
}
