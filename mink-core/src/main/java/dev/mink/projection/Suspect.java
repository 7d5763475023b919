package dev.mink.projection;

/**
 * An event that failed: it is tried by itself, after all that come before it.
 *
 * @param position of the event
 * @param attempts how often it has failed by itself
 */
record Suspect(long position, int attempts) {

    Suspect failedAgain() {
        return new Suspect(position, attempts + 1);
    }
}
