package dev.mink.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventData;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Payload;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventStorage;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import dev.mink.tracing.Shop.OrderEvent.LineAdded;
import dev.mink.tracing.Shop.OrderEvent.Shipped;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AppendSpansTest {

    private static final StreamId ORDER = StreamId.of("Order", "o-1");
    private static final StreamId OTHER = StreamId.of("Order", "o-2");
    private static final StreamId INVOICE = StreamId.of("Invoice", "i-1");

    private static List<RecordedEvent> all(Shop shop) {
        return shop.mink.store().read(FeedQuery.all()).toList();
    }

    private static String traceparent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    @Test
    void every_event_carries_the_context_of_its_append_beside_what_it_has() {
        try (Shop shop = new Shop().open()) {
            Metadata own = new Metadata("c", "d", "u", "t", Map.of("channel", "web"));
            shop.mink
                    .store()
                    .with(own)
                    .append(ORDER, ExpectedVersion.noStream(), List.of(new LineAdded("a"), new LineAdded("b")));

            assertThat(all(shop))
                    .extracting(RecordedEvent::metadata)
                    .hasSize(2)
                    .containsOnly(own.withAttribute("traceparent", traceparent(shop.span("append Order"))));
        }
    }

    @Test
    void what_was_copied_from_another_event_is_replaced() {
        try (Shop shop = new Shop().open()) {
            Metadata copied = Metadata.empty()
                    .withAttribute("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .withAttribute("tracestate", "vendor=old");
            shop.mink.store().with(copied).append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a")));

            assertThat(all(shop).get(0).metadata().attributes())
                    .isEqualTo(Map.of("traceparent", traceparent(shop.span("append Order"))));
        }
    }

    @Test
    void events_that_were_recorded_elsewhere_keep_what_they_have() {
        try (Shop shop = new Shop().open()) {
            Metadata old = Metadata.empty().withAttribute("traceparent", "from long ago");
            NewEvent event = new NewEvent(
                    UUID.randomUUID(),
                    "LineAdded",
                    1,
                    Payload.json("{\"sku\":\"a\"}".getBytes(StandardCharsets.UTF_8)),
                    old,
                    Instant.parse("2020-01-01T00:00:00Z"));
            EventStorage<MemoryTransaction> traced =
                    MinkTracing.of(shop.openTelemetry).storage(shop.storage);
            traced.append(new AppendRequest(List.of(new StreamAppend(ORDER, ExpectedVersion.any(), List.of(event)))));

            assertThat(all(shop).get(0).metadata()).isEqualTo(old);
        }
    }

    @Test
    void a_repeated_append_is_the_same_whatever_trace_it_is_in() {
        try (Shop shop = new Shop().open()) {
            List<EventData> events = List.of(EventData.of(new LineAdded("a")), EventData.of(new Shipped()));
            AppendResult first = shop.mink.store().append(ORDER, ExpectedVersion.noStream(), events);
            Metadata stored = all(shop).get(0).metadata();
            AppendResult again = shop.mink.store().append(ORDER, ExpectedVersion.noStream(), events);

            assertThat(again).isEqualTo(new AppendResult(ORDER, first.version(), first.position(), true));
            assertThat(all(shop))
                    .hasSize(2)
                    .first()
                    .extracting(RecordedEvent::metadata)
                    .isEqualTo(stored);
            assertThat(shop.spans("append Order"))
                    .extracting(SpanData::getTraceId)
                    .doesNotHaveDuplicates();
            assertThat(shop.spans("append Order"))
                    .extracting(span -> Attributes.of(span).get("mink.append.repeated"))
                    .containsExactly(false, true);
        }
    }

    @Test
    void the_state_of_the_trace_is_stored_and_restored_too() {
        try (Shop shop = new Shop().open()) {
            SpanContext remote = SpanContext.createFromRemoteParent(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    TraceFlags.getSampled(),
                    TraceState.builder().put("vendor", "x").build());
            var unused = Context.root()
                    .with(Span.wrap(remote))
                    .wrapSupplier(
                            () -> shop.mink.store().append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))))
                    .get();
            shop.run();

            assertThat(all(shop).get(0).metadata().attributes()).containsEntry("tracestate", "vendor=x");
            assertThat(shop.span("process order-summary")
                            .getSpanContext()
                            .getTraceState()
                            .asMap())
                    .containsEntry("vendor", "x");
        }
    }

    @Test
    void baggage_is_stored_and_restored_by_choice_only() {
        for (boolean stored : List.of(true, false)) {
            try (Shop shop = new Shop()) {
                List<String> flavours = new ArrayList<>();
                shop.seen = sku -> flavours.add(String.valueOf(Baggage.current().getEntryValue("flavour")));
                shop.open(
                        MinkTracing.builder(shop.openTelemetry).baggage(stored).build(), builder -> {});
                append(shop, Baggage.builder().put("flavour", "süß, sauer").build());
                shop.run();

                assertThat(flavours).containsExactly(stored ? "süß, sauer" : "null");
                assertThat(all(shop).get(0).metadata().attributes().containsKey("baggage"))
                        .isEqualTo(stored);
            }
        }
    }

    private static void append(Shop shop, Baggage baggage) {
        var unused = Context.root()
                .with(baggage)
                .wrapSupplier(() -> shop.mink.store().append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))))
                .get();
    }

    @Test
    void too_much_baggage_is_left_out_and_hinders_no_append() {
        try (Shop shop = new Shop()) {
            shop.open(MinkTracing.builder(shop.openTelemetry).baggage(true).build(), builder -> {});
            append(shop, Baggage.builder().put("much", "x".repeat(9000)).build());

            assertThat(all(shop).get(0).metadata().attributes()).containsOnlyKeys("traceparent");
        }
    }

    @Test
    void so_is_a_state_of_the_trace_that_is_too_long() {
        try (Shop shop = new Shop().open()) {
            TraceStateBuilder state = TraceState.builder();
            for (int i = 0; i < 32; i++) {
                state.put("vendor" + i, "x".repeat(256));
            }
            SpanContext remote = SpanContext.createFromRemoteParent(
                    "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", TraceFlags.getSampled(), state.build());
            var unused = Context.root()
                    .with(Span.wrap(remote))
                    .wrapSupplier(
                            () -> shop.mink.store().append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))))
                    .get();

            assertThat(all(shop).get(0).metadata().attributes()).containsOnlyKeys("traceparent");
        }
    }

    @Test
    void an_append_that_is_not_sampled_says_so_to_those_who_process_its_events() {
        try (Shop shop = new Shop(Sampler.parentBased(Sampler.alwaysOff())).open()) {
            shop.mink.store().append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a")));
            shop.run();

            assertThat(all(shop).get(0).metadata().attributes().get("traceparent"))
                    .matches(".*-0[02]"); // the second bit says that the id is random
            assertThat(shop.names()).isEmpty();
        }
    }

    @Test
    void appends_to_several_streams_tell_what_they_have_in_common() {
        try (Shop shop = new Shop().open()) {
            Append order = Append.of(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a")));
            shop.mink
                    .store()
                    .append(order, Append.of(OTHER, ExpectedVersion.any(), List.of(new Shipped(), new Shipped())));
            shop.mink
                    .store()
                    .append(
                            Append.of(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))),
                            Append.of(INVOICE, ExpectedVersion.any(), List.of(new LineAdded("a"))));

            assertThat(Attributes.of(shop.span("append Order")))
                    .containsEntry("mink.append.streams", 2L)
                    .containsEntry("messaging.batch.message_count", 3L)
                    .containsEntry("mink.event.types", List.of("LineAdded", "Shipped"))
                    .doesNotContainKeys("mink.aggregate.id", "messaging.destination.name");
            assertThat(Attributes.of(shop.span("append"))).containsEntry("mink.append.streams", 2L);
        }
    }

    @Test
    void appends_within_transactions_are_traced_too() {
        try (Shop shop = new Shop().open()) {
            var unused = shop.mink
                    .store()
                    .transact(transaction -> shop.mink
                            .store()
                            .within(transaction)
                            .append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))));

            assertThat(all(shop).get(0).metadata().attributes())
                    .containsEntry("traceparent", traceparent(shop.span("append Order")));
        }
    }
}
