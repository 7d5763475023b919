/** A year of a real web shop, kept as events and reported from them. */
@NullMarked
package dev.mink.examples.retail;

import org.jspecify.annotations.NullMarked;
