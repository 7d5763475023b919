package dev.mink.projection;

import dev.mink.MinkException;

/** A projection could not do its part; what it was part of was undone. */
public final class ProjectionFailedException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String projection;

    /**
     * @param projection the name of the projection
     * @param message what it could not do
     * @param cause why
     */
    public ProjectionFailedException(String projection, String message, Throwable cause) {
        super(message + ": " + cause, cause);
        this.projection = projection;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }
}
