package dev.mink;

/**
 * A state and the version of the stream that it was folded from.
 *
 * @param state the state
 * @param version the version of the last event in it; 0 if there was none
 * @param <S> the state
 */
public record Versioned<S>(S state, long version) {}
