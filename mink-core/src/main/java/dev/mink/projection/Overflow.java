package dev.mink.projection;

/** What a live projection does when its buffer is full, since it is slower than events come. */
public enum Overflow {
    /** It reads no more until there is room: it falls behind and loses nothing. */
    BLOCK,
    /** It leaves out the oldest events that it has not processed, and counts them. */
    DROP_OLDEST,
    /** It is faulted, until it is restarted. */
    FAIL
}
