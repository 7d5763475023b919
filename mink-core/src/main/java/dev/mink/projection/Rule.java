package dev.mink.projection;

import dev.mink.RecordedEvent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a view does with events of one type.
 *
 * @param event the type, a record or a sealed root
 * @param field if the documents are those with certain values of a field, its name; otherwise null
 * @param targets the keys of the documents, or else the values of the field
 * @param creates whether a document that does not exist begins with its initial state, or else is left alone
 * @param fold what becomes of a document; null to delete it
 * @param <S> the documents
 */
record Rule<S>(
        Class<?> event, @Nullable String field, Targets targets, boolean creates, View.RecordedFold<S, Object> fold) {

    /** The keys or values that an event is about. */
    @FunctionalInterface
    interface Targets {
        Collection<?> of(Object event, RecordedEvent recorded);
    }
}
