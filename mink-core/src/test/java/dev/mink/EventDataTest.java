package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.fixture.OrderEvent.Placed;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventDataTest {

    private static final Placed EVENT = new Placed("c-1");

    @Test
    void a_plain_event_gets_a_new_id_and_no_metadata() {
        EventData first = EventData.of(EVENT);
        EventData second = EventData.of(EVENT);

        assertThat(first.event()).isSameAs(EVENT);
        assertThat(first.metadata()).isEqualTo(Metadata.empty());
        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(first.id().version()).isEqualTo(7);
    }

    @Test
    void id_and_metadata_are_replaced_independently() {
        UUID id = new UUID(1, 2);
        Metadata metadata = Metadata.empty().withUserId("u");

        assertThat(EventData.of(EVENT).withMetadata(metadata).withId(id)).isEqualTo(new EventData(id, EVENT, metadata));
    }

    @Test
    void nulls_are_refused_by_name() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventData.of(null))
                .withMessage("event");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventData.of(EVENT).withId(null))
                .withMessage("event id");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventData.of(EVENT).withMetadata(null))
                .withMessage("metadata");
    }
}
