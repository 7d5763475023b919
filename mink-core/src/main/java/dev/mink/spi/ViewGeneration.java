package dev.mink.spi;

import java.util.List;

/**
 * One set of the documents of a view, beside which others may exist.
 *
 * @param view the name of the view
 * @param number which filling of it, from 1; a number is never given twice to the same view
 * @param fields by which its documents can be found
 */
public record ViewGeneration(String view, int number, List<ViewField> fields) {

    /** Copies the list. */
    public ViewGeneration {
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return view + "#" + number;
    }
}
