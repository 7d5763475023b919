package dev.mink.projection;

import dev.mink.MinkException;
import java.util.Collection;
import java.util.TreeSet;

/** There is no projection of that name. */
public final class UnknownProjectionException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String projection;

    UnknownProjectionException(String projection, Collection<String> known) {
        super("there is no projection " + projection + " here: "
                + (known.isEmpty() ? "none is registered" : "there are " + String.join(", ", new TreeSet<>(known))));
        this.projection = projection;
    }

    /** The name that was asked for. */
    public String projection() {
        return projection;
    }
}
