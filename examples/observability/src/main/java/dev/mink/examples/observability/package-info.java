/** A small shop that runs, and can be watched. */
@NullMarked
package dev.mink.examples.observability;

import org.jspecify.annotations.NullMarked;
