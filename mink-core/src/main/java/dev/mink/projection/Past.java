package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.RecordedEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Views as they were, folded from the events in memory.
 *
 * @param position later events do not count
 * @param instant events recorded later do not count; they need not be the last ones
 */
record Past(long position, Instant instant) {

    static Past through(long position) {
        return new Past(position, Instant.MAX);
    }

    static Past at(Instant instant) {
        return new Past(Long.MAX_VALUE, instant);
    }

    <S> Map<String, S> all(View<S> view, EventStore<?> store) {
        Map<String, S> all = new HashMap<>();
        for (Documents.Slot<S> slot : fold(view, store, key -> true).all()) {
            S document = slot.document;
            if (document != null) {
                all.put(slot.key, document);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    <S> Optional<S> one(View<S> view, EventStore<?> store, String key) {
        return fold(view, store, key::equals).all().stream()
                .findFirst()
                .flatMap(slot -> Optional.ofNullable(slot.document));
    }

    private <S> Documents<S> fold(View<S> view, EventStore<?> store, Predicate<String> wanted) {
        Documents<S> documents = new Documents<>(view, wanted);
        for (Iterator<RecordedEvent> events = store.read(view.events()).iterator(); events.hasNext(); ) {
            RecordedEvent recorded = events.next();
            if (recorded.position() > position) {
                break;
            }
            if (!recorded.recordedAt().isAfter(instant)) {
                Step.of(view, recorded).forEach(documents::apply);
            }
        }
        return documents;
    }
}
