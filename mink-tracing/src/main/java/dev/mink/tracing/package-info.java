/** Spans of commands, appends, loads and projections. */
@NullMarked
package dev.mink.tracing;

import org.jspecify.annotations.NullMarked;
