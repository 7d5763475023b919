/** Shortening replays: snapshots of states, and a cache of them. */
@NullMarked
package dev.mink.snapshot;

import org.jspecify.annotations.NullMarked;
