package dev.mink.spi;

/**
 * A part of the feed to read.
 *
 * @param after only events behind this position
 * @param through only events at or before this position
 * @param filter which of them
 * @param limit at most so many, from 1
 */
public record FeedRange(long after, long through, EventFilter filter, int limit) {}
