/** How a mink is, for probes and operators. */
@NullMarked
package dev.mink.health;

import org.jspecify.annotations.NullMarked;
