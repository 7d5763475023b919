/** Suites that every storage, and everything that wraps one, passes. */
@NullMarked
package dev.mink.testing.contract;

import org.jspecify.annotations.NullMarked;
