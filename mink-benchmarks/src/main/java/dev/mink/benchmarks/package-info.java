/** Measurements of mink side by side with hand-written JDBC and with Axon Framework. */
@NullMarked
package dev.mink.benchmarks;

import org.jspecify.annotations.NullMarked;
