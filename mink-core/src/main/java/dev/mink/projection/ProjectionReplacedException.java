package dev.mink.projection;

import dev.mink.MinkException;

/** An inline projection of another version has taken the place of this node's: the node must not append any more. */
public final class ProjectionReplacedException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String projection;
    private final int version;

    ProjectionReplacedException(String projection, int version) {
        super("version " + version + " of inline projection " + projection
                + " is not there, or another version has replaced it, so nothing was appended: start mink before you"
                + " append, and stop the nodes of the old version before those of the new one start");
        this.projection = projection;
        this.version = version;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }

    /** The version that this node has. */
    public int version() {
        return version;
    }
}
