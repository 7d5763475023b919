package dev.mink.examples.retail;

import dev.mink.projection.View;
import org.jspecify.annotations.Nullable;

/** A view says something else than the events; the message has both figures. */
final class Discrepancy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what what the figures are of
     * @param kept what the view says; null for nothing
     * @param folded what the events come to; null for nothing
     */
    Discrepancy(View<?> view, String what, @Nullable Object kept, @Nullable Object folded) {
        super("the view " + view.name() + " has " + or(kept) + " for " + what + ", but the events come to " + or(folded)
                + ": import the data anew with another --data-dir or database, and report this");
    }

    private static Object or(@Nullable Object figure) {
        return figure == null ? "nothing" : figure;
    }
}
