/** What a storage implements. */
@NullMarked
package dev.mink.spi;

import org.jspecify.annotations.NullMarked;
