package dev.mink.spi;

/**
 * What came of a command, in a form to keep.
 *
 * @param fingerprint tells whether another command under the same key is the same
 * @param json the result
 */
public record RememberedResult(String fingerprint, String json) {}
