/** What tests of event-sourced code need: a PostgreSQL of their own and a clock that they set. */
@NullMarked
package dev.mink.testing;

import org.jspecify.annotations.NullMarked;
