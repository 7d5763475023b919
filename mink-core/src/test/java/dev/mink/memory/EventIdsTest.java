package dev.mink.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private final List<StoredEvent> feed = new ArrayList<>();
    private EventIds ids = new EventIds(feed);

    @Test
    void finds_what_a_map_would_find_whatever_is_added_and_removed() {
        assertLikeAMap(random -> new UUID(random.nextLong(), random.nextLong()));
    }

    @Test
    void keeps_ids_apart_whose_hashes_are_the_same() {
        assertLikeAMap(random -> {
            long half = random.nextLong(2_000);
            return new UUID(half, half);
        });
    }

    @Test
    void finds_all_others_when_those_are_removed_that_were_added_before_it_grew() {
        for (int seed = 0; seed < 500; seed++) {
            ids = new EventIds(feed);
            Random random = new Random(seed);
            Map<UUID, StoredEvent> model = new HashMap<>();
            for (int i = 0; i < 130; i++) {
                add(model, new UUID(random.nextLong(), random.nextLong()));
            }
            while (!feed.isEmpty()) {
                undo(model, 1);
                assertThat(model.entrySet()).allMatch(each -> each.getValue().equals(ids.find(each.getKey())));
            }
        }
    }

    private void assertLikeAMap(Function<Random, UUID> makesIds) {
        Random random = new Random(7);
        Map<UUID, StoredEvent> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            UUID id = makesIds.apply(random);
            assertThat(ids.find(id)).isSameAs(model.get(id));
            if (random.nextInt(100) < 2) {
                undo(model, random.nextInt(50));
            } else {
                add(model, id);
            }
        }
        model.forEach((id, event) -> assertThat(ids.find(id)).isSameAs(event));
        undo(model, feed.size());
        assertThat(ids.find(makesIds.apply(random))).isNull();
    }

    private void add(Map<UUID, StoredEvent> model, UUID id) {
        StoredEvent event = new StoredEvent(
                feed.size() + 1L,
                StreamId.of("Order", "1"),
                feed.size() + 1L,
                id,
                "Placed",
                1,
                Payload.json(new byte[0]),
                Metadata.empty(),
                Instant.EPOCH);
        feed.add(event);
        boolean added = ids.addLast();
        assertThat(added).isEqualTo(model.putIfAbsent(id, event) == null);
        if (!added) {
            feed.remove(feed.size() - 1);
        }
    }

    private void undo(Map<UUID, StoredEvent> model, int events) {
        for (int i = 0; i < events && !feed.isEmpty(); i++) {
            ids.removeLast();
            model.remove(feed.remove(feed.size() - 1).id());
        }
    }
}
