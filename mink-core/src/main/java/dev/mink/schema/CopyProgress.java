package dev.mink.schema;

/**
 * How far a copy is.
 *
 * @param position all events of the source up to this position are copied
 * @param read how many events were read since the call
 * @param written how many events were written since the call, without those that had been there already
 */
public record CopyProgress(long position, long read, long written) {}
