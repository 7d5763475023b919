/** The first five minutes with mink. */
@NullMarked
package dev.mink.examples.quickstart;

import org.jspecify.annotations.NullMarked;
