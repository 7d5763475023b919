/** The storage on PostgreSQL 14 and later. */
@NullMarked
package dev.mink.postgres;

import org.jspecify.annotations.NullMarked;
