package dev.mink.projection;

/** What becomes of an event that cannot be processed, however often it is tried. */
public enum OnPoison {
    /** It is parked, with all that follow in its stream; the events of other streams go on. */
    PARK,
    /** The projection stops in front of it. */
    STOP
}
