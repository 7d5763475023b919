package dev.mink.testing;

import static dev.mink.testing.EventMatcher.any;
import static dev.mink.testing.EventsAssert.assertThatEvents;
import static dev.mink.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mink.Append;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsAssertTest {

    private static final StreamId ONE = Order.TYPE.stream("o-1");
    private static final StreamId TWO = Order.TYPE.stream("o-2");
    private static final LineAdded MUG = new LineAdded("mug", 2, new BigDecimal("4.50"));
    private static final Metadata METADATA = new Metadata("talk-1", "cause-1", "u-1", "t-1", Map.of("a", "b"));

    private final EventStore<?> store = EventStore.of(new InMemoryStorage(), Order.TYPE.events());

    private List<RecordedEvent> recorded() {
        store.with(METADATA)
                .append(
                        Append.of(ONE, ExpectedVersion.noStream(), List.of(new Placed("c-1"), MUG)),
                        Append.of(TWO, ExpectedVersion.noStream(), List.of(new Placed("c-2"))));
        return store.read(FeedQuery.all()).toList();
    }

    @Test
    void plain_events_are_compared() {
        assertThatEvents(List.of(new Placed("c-1"), MUG))
                .containsExactly(new Placed("c-1"), MUG)
                .containsExactlyMatching(any(Placed.class), any(LineAdded.class, "quantity 2", e -> e.quantity() == 2))
                .hasTypes(Placed.class, LineAdded.class);
        assertThatEvents(List.of()).isEmpty().containsExactly().hasTypes();
    }

    @Test
    void recorded_events_are_compared_with_plain_ones() {
        assertThatEvents(recorded())
                .containsExactly(new Placed("c-1"), MUG, new Placed("c-2"))
                .hasTypes(Placed.class, LineAdded.class, Placed.class)
                .hasCorrelationId("talk-1")
                .hasCausationId("cause-1")
                .hasUserId("u-1")
                .hasTenantId("t-1")
                .hasAttribute("a", "b")
                .hasMetadata(metadata -> assertThat(metadata).isEqualTo(METADATA))
                .hasDenseVersions();
    }

    @Test
    void a_stream_of_the_store_is_taken_as_it_is_read() {
        recorded();

        assertThatEvents(store.read(ONE)).containsExactly(new Placed("c-1"), MUG);
        assertThatEvents(store.read(FeedQuery.all())).inStream(TWO).containsExactly(new Placed("c-2"));
        assertThatEvents(store.read(FeedQuery.all()))
                .inStream(Order.TYPE.stream("o-3"))
                .isEmpty();
    }

    @Test
    void other_events_are_shown_with_what_differs() {
        assertFails(() -> assertThatEvents(recorded()).as("the feed").containsExactly(new Placed("c-1"), MUG), """
                [the feed]\s
                expected:
                  1. Placed[customerId=c-1]
                  2. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                but was:
                  1. Placed[customerId=c-1]
                  2. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                  3. Placed[customerId=c-2]
                difference:
                  event 3 was not expected: Placed[customerId=c-2]""");
        assertFails(
                () -> assertThatEvents(List.of(MUG)).containsExactly(new LineAdded("mug", 1, new BigDecimal("4.50"))),
                """

                expected:
                  1. LineAdded[sku=mug, quantity=1, unitPrice=4.50]
                but was:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                difference:
                  event 1, LineAdded: quantity expected 1 but was 2""");
        assertFails(() -> assertThatEvents(List.of(MUG)).isEmpty(), """

                expected: nothing
                but was:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                difference:
                  event 1 was not expected: LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
    }

    @Test
    void other_types_are_shown() {
        assertFails(() -> assertThatEvents(List.of(new Placed("c-1"))).hasTypes(LineAdded.class, Placed.class), """

                expected:
                  1. any LineAdded
                  2. any Placed
                but was:
                  1. Placed[customerId=c-1]
                difference:
                  event 1 is missing: any LineAdded""");
    }

    @Test
    void metadata_that_is_not_there_or_different_is_shown_for_each_event() {
        store.append(ONE, ExpectedVersion.any(), List.of(new Placed("c-0")));
        store.with(Metadata.empty().withUserId("u-2")).append(ONE, ExpectedVersion.any(), List.of(MUG));
        List<RecordedEvent> events = store.read(ONE).toList();

        assertFails(() -> assertThatEvents(events).hasUserId("u-1"), """

                expected on each event the user id:
                  "u-1"
                but there is:
                  none on Placed[customerId=c-0]
                  "u-2" on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> assertThatEvents(events.subList(1, 2)).hasTenantId("t-1"), """

                expected on each event the tenant id:
                  "t-1"
                but there is:
                  none on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> assertThatEvents(events.subList(1, 2)).hasCorrelationId("talk-1"), """

                expected on each event the correlation id:
                  "talk-1"
                but there is:
                  none on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> assertThatEvents(events.subList(1, 2)).hasCausationId("cause-1"), """

                expected on each event the causation id:
                  "cause-1"
                but there is:
                  none on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> assertThatEvents(events.subList(1, 2)).hasAttribute("channel", "web"), """

                expected on each event the attribute channel:
                  "web"
                but there is:
                  none on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        AssertionError failure = assertFails(
                () -> assertThatEvents(events).hasMetadata(metadata -> {
                    if (metadata.userId() != null) {
                        throw new AssertionError("a user");
                    }
                }),
                """

                in the metadata of LineAdded[sku=mug, quantity=2, unitPrice=4.50]:
                  a user""");
        assertThat(failure).hasRootCauseMessage("a user");
    }

    @Test
    void a_gap_or_another_order_of_versions_is_shown() {
        recorded();
        store.append(ONE, ExpectedVersion.any(), List.of(new Placed("c-3")));
        List<RecordedEvent> events = store.read(ONE).toList();

        assertFails(
                () -> assertThatEvents(List.of(events.get(0), events.get(2))).hasDenseVersions(), """

                expected in Order-o-1 after version 1:
                  version 2
                but was:
                  version 3, Placed[customerId=c-3]""");
        assertFails(
                () -> assertThatEvents(List.of(events.get(1), events.get(0))).hasDenseVersions(), """

                expected in Order-o-1 after version 2:
                  version 3
                but was:
                  version 1, Placed[customerId=c-1]""");
    }

    @Test
    void nothing_has_no_metadata_and_no_versions() {
        String message = "\nthere is no event to look at";

        assertFails(() -> assertThatEvents(List.of()).hasUserId("u-1"), message);
        assertFails(() -> assertThatEvents(List.of()).hasMetadata(metadata -> {}), message);
        assertFails(() -> assertThatEvents(List.of()).hasDenseVersions(), message);
    }

    @Test
    void plain_events_have_no_metadata() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatEvents(List.of(new Placed("c-1"))).hasUserId("u-1"))
                .withMessage(
                        "the event Placed[customerId=c-1] is not recorded, so it has no stream, version and metadata:"
                                + " read it from the store");
    }

    @Test
    void what_is_expected_must_be_something() {
        assertThatNullPointerException()
                .isThrownBy(() -> assertThatEvents(recorded()).hasUserId(null))
                .withMessage("user id");
        assertThatNullPointerException()
                .isThrownBy(() -> assertThatEvents(List.of()).containsExactly(MUG, null))
                .withMessage("expected event 2 is null");
    }
}
