/** Not for users: what several packages of mink share. */
@NullMarked
package dev.mink.internal;

import org.jspecify.annotations.NullMarked;
