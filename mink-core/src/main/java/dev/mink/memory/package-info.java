/** The storage that keeps events in memory, for tests and first steps. */
@NullMarked
package dev.mink.memory;

import org.jspecify.annotations.NullMarked;
