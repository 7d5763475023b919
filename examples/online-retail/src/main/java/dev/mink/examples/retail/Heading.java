package dev.mink.examples.retail;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What a document says before its first line; see {@link Opening}. */
record Heading(@Nullable String customerId, String country, LocalDateTime at) {}
