/** Commands: how one is dispatched, what stands around its handler, and what comes of it. */
@NullMarked
package dev.mink.command;

import org.jspecify.annotations.NullMarked;
