package dev.mink.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of documents.
 *
 * @param documents in the order of the query
 * @param next where the next page begins, to be handed to {@link ViewQuery#after}; null if this is the last page. A
 *     text of letters, digits, dashes and underscores, which may go to a browser and back: it holds the key and the
 *     values by which the last document was ordered, for everybody to read
 * @param <S> the documents
 */
public record ViewPage<S>(List<S> documents, @Nullable String next) {

    /** Copies the list. */
    public ViewPage {
        documents = List.copyOf(documents);
    }
}
