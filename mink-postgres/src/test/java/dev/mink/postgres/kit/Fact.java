package dev.mink.postgres.kit;

import dev.mink.EventData;
import dev.mink.schema.EventTypes;
import java.util.ArrayList;
import java.util.List;

/** Events that mean nothing. */
public sealed interface Fact {

    /** All of them. */
    EventTypes TYPES = EventTypes.of(Fact.class);

    /** Something small. */
    record Noted(int number) implements Fact {}

    /** Something else. */
    record Moved(String from, String to) implements Fact {}

    /** Something of any size. */
    record Told(String text) implements Fact {}

    /** So many small events, numbered from 1, each with its id. */
    static List<EventData> noted(int count) {
        List<EventData> events = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            events.add(EventData.of(new Noted(n)));
        }
        return events;
    }
}
