/** How events are named and encoded. */
@NullMarked
package dev.mink.schema;

import org.jspecify.annotations.NullMarked;
