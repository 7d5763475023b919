package dev.mink.spi;

/**
 * Where a partition stands at the beginning of a transaction that works on it.
 *
 * @param position all events up to it have been processed or parked; 0 for none
 * @param paused whether it is not to be run
 * @param parked how many events are parked
 */
public record Checkpoint(long position, boolean paused, long parked) {}
