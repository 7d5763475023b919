package dev.mink.snapshot;

/**
 * What a cache has done since its store was built.
 *
 * @param hits loads that began with a cached state
 * @param misses loads that did not, be it that there was none, or that it was not of the stream any more
 * @param evictions states that were removed because the cache was full
 * @param size about how many states it has
 */
public record CacheCounts(long hits, long misses, long evictions, long size) {}
