package dev.mink.testing;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.schema.EventTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists of events, and how messages show them. */
final class Events {

    private static final int SHOWN = 100;

    private Events() {}

    /**
     * The events as a list.
     *
     * @param what what they are, for the message
     * @throws NullPointerException if one is null
     */
    static <E> List<E> list(String what, E[] events) {
        for (int i = 0; i < events.length; i++) {
            if (events[i] == null) {
                throw new NullPointerException(what + " event " + (i + 1) + " is null");
            }
        }
        return List.copyOf(Arrays.asList(events));
    }

    static <E> List<E> concat(List<E> first, List<E> second) {
        List<E> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /** A new store in memory in which these have happened. */
    static EventStore<?> store(EventTypes types, StreamId stream, List<?> history) {
        EventStore<?> store = EventStore.of(new InMemoryStorage(), types);
        if (!history.isEmpty()) {
            store.append(stream, ExpectedVersion.noStream(), history);
        }
        return store;
    }

    /** A heading and the elements below it, numbered. */
    static String show(String heading, List<?> elements) {
        return elements.isEmpty() ? heading + ": nothing\n" : heading + ":\n" + show(elements);
    }

    /** The elements, numbered, one a line. */
    static String show(List<?> elements) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(elements.size(), SHOWN); i++) {
            text.append("  ")
                    .append(i + 1)
                    .append(". ")
                    .append(Values.show(elements.get(i)))
                    .append('\n');
        }
        if (elements.size() > SHOWN) {
            text.append("  … and ").append(elements.size() - SHOWN).append(" more\n");
        }
        return text.toString();
    }
}
