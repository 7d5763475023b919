package dev.mink.projection;

/** What a projection is doing. */
public enum ProjectionState {
    /** It processes events that were there before. */
    CATCHING_UP,
    /** It has processed what there was, and waits for more. */
    RUNNING,
    /** It was told not to run. */
    PAUSED,
    /** It runs, while another generation is being filled beside it. */
    REBUILDING,
    /** It failed, and will try again by itself. */
    RESTARTING,
    /** It failed, and will not try again unless it is told to. */
    FAULTED,
    /** No node runs it. */
    STOPPED
}
