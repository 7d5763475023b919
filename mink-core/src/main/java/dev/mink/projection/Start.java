package dev.mink.projection;

/** Where a projection begins that has never run before. */
public enum Start {
    /** With the first event. */
    AT_THE_BEGINNING,
    /** With the first event that is appended from now on. */
    NOW
}
