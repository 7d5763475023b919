/**
 * What tests of event-sourced code need: stories of aggregates, deciders and commands, assertions about
 * events, a PostgreSQL of their own, and a clock that they set.
 */
@NullMarked
package dev.mink.testing;

import org.jspecify.annotations.NullMarked;
