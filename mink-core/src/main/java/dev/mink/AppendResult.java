package dev.mink;

/**
 * What became of an append to one stream.
 *
 * @param stream the stream
 * @param version the version of the last event of the append, which is the stream's version then
 * @param position the global position of that event
 * @param repeated whether the append had been done before: nothing was written now, and version and
 *     position are those of the first time
 */
public record AppendResult(StreamId stream, long version, long position, boolean repeated) {}
