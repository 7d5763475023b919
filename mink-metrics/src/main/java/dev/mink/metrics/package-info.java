/** Meters for everything that mink does. */
@NullMarked
package dev.mink.metrics;

import org.jspecify.annotations.NullMarked;
