package dev.mink.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of a stream are kept: the newest ones, and all that were taken at or after an instant.
 *
 * @param last how many of the newest, from 1
 * @param since the instant, or null if only the newest count
 */
public record Retention(int last, @Nullable Instant since) {}
