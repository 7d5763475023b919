package dev.mink.schema;

import dev.mink.StreamId;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What stored events are today, ready to be stored elsewhere. */
final class CopiedEvents {

    private final EventTypes types;
    private final Codec codec;
    private final boolean withinOneStorage;

    /**
     * @param withinOneStorage whether no event may have the id that it has
     */
    CopiedEvents(EventTypes types, Codec codec, boolean withinOneStorage) {
        this.types = types;
        this.codec = codec;
        this.withinOneStorage = withinOneStorage;
    }

    List<NewEvent> of(StoredEvent stored, StreamId target) {
        Upcasting upcasting = types.upcasting();
        if (upcasting.isCurrent(stored) || (types.isLenient() && upcasting.isUnknown(stored))) {
            return List.of(event(stored, target, 0, stored.type(), stored.schemaVersion(), stored.payload()));
        }
        List<NewEvent> events = new ArrayList<>();
        for (EventJson today : upcasting.today(stored, codec)) {
            events.add(
                    event(stored, target, events.size(), today.type(), today.schemaVersion(), payload(today, stored)));
        }
        return events;
    }

    /** In the format that it is stored in, and such that it can be read. */
    private Payload payload(EventJson today, StoredEvent stored) {
        Object event = types.upcasting().decode(today, stored, codec);
        Payload encoded = codec.encode(event);
        return stored.payload().format() == Payload.Format.JSON ? today.json().payload() : encoded;
    }

    private NewEvent event(
            StoredEvent stored, StreamId target, int index, String type, int schemaVersion, Payload payload) {
        UUID id = index == 0 && !withinOneStorage ? stored.id() : derived(stored.id(), target, index);
        return new NewEvent(id, type, schemaVersion, payload, stored.metadata(), stored.recordedAt());
    }

    /** The same for the same arguments, and with the time of the id that it is made from. */
    private static UUID derived(UUID id, StreamId target, int index) {
        UUID hash = UUID.nameUUIDFromBytes((id + " " + index + " " + target).getBytes(StandardCharsets.UTF_8));
        return new UUID(id.getMostSignificantBits(), hash.getLeastSignificantBits());
    }
}
