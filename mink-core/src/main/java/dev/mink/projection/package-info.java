/** Read models: views, which mink keeps, and projections, which you keep. */
@NullMarked
package dev.mink.projection;

import org.jspecify.annotations.NullMarked;
