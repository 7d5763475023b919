/** What a user of mink imports first: the event store, aggregates, deciders, and their values. */
@NullMarked
package dev.mink;

import org.jspecify.annotations.NullMarked;
