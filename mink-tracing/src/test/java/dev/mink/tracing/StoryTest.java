package dev.mink.tracing;

import static dev.mink.tracing.Shop.links;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Metadata;
import dev.mink.tracing.Shop.AddLine;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a request to the projection that it caused, as one trace. */
class StoryTest {

    @Test
    void a_request_leads_to_a_command_an_append_and_later_a_projection() {
        try (Shop shop = new Shop().open()) {
            List<String> handledIn = new ArrayList<>();
            shop.seen = sku -> handledIn.add(Span.current().getSpanContext().getSpanId());
            Span request = shop.openTelemetry
                    .getTracer("web")
                    .spanBuilder("POST /lines")
                    .startSpan();
            try (Scope scope = request.makeCurrent()) {
                assertThat(scope).isNotNull();
                shop.mink
                        .dispatch(
                                new AddLine("o-1", "mug"),
                                Metadata.empty().withTenantId("acme").withCorrelationId("conversation-1"))
                        .orElseThrow();
            }
            request.end();
            shop.run();

            SpanData dispatch = shop.span("dispatch AddLine");
            SpanData load = shop.span("load Order");
            SpanData append = shop.span("append Order");
            SpanData process = shop.span("process order-summary");

            assertThat(List.of(dispatch, load, append, process))
                    .extracting(SpanData::getTraceId)
                    .containsOnly(request.getSpanContext().getTraceId());
            assertThat(dispatch.getParentSpanId())
                    .isEqualTo(request.getSpanContext().getSpanId());
            assertThat(load.getParentSpanId()).isEqualTo(dispatch.getSpanId());
            assertThat(append.getParentSpanId()).isEqualTo(dispatch.getSpanId());
            assertThat(process.getParentSpanId()).isEqualTo(append.getSpanId());
            assertThat(links(process)).containsExactly(append.getSpanId());
            assertThat(handledIn).containsExactly(process.getSpanId());
            assertThat(process.getStartEpochNanos()).isLessThanOrEqualTo(process.getEndEpochNanos());

            assertThat(List.of(dispatch, load, append, process))
                    .extracting(SpanData::getStatus)
                    .containsOnly(StatusData.unset());
            assertThat(dispatch.getKind()).isEqualTo(SpanKind.INTERNAL);
            assertThat(load.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(append.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        }
    }

    @Test
    void spans_tell_types_ids_and_versions_and_nothing_of_contents() {
        try (Shop shop = new Shop().open()) {
            shop.mink
                    .dispatch(
                            new AddLine("o-1", "very secret"),
                            Metadata.empty().withTenantId("acme").withCorrelationId("conversation-1"))
                    .orElseThrow();
            shop.run();

            assertThat(Attributes.of(shop.span("dispatch AddLine")))
                    .containsKey("mink.command.id")
                    .containsEntry("mink.command.type", "AddLine")
                    .containsEntry("mink.command.outcome", "accepted")
                    .containsEntry("mink.aggregate.type", "Order")
                    .containsEntry("mink.aggregate.id", "o-1")
                    .containsEntry("mink.aggregate.version", 1L)
                    .containsEntry("mink.tenant.id", "acme")
                    .containsEntry("mink.correlation.id", "conversation-1")
                    .hasSize(8);
            assertThat(Attributes.of(shop.span("load Order")))
                    .containsEntry("db.system.name", "mink")
                    .containsEntry("db.operation.name", "load")
                    .containsEntry("db.collection.name", "Order")
                    .containsEntry("db.response.returned_rows", 0L)
                    .containsEntry("mink.aggregate.type", "Order")
                    .containsEntry("mink.aggregate.id", "o-1")
                    .hasSize(6);
            assertThat(Attributes.of(shop.span("append Order")))
                    .containsEntry("messaging.system", "mink")
                    .containsEntry("messaging.operation.name", "append")
                    .containsEntry("messaging.operation.type", "send")
                    .containsEntry("messaging.destination.name", "Order")
                    .containsEntry("messaging.batch.message_count", 1L)
                    .containsEntry("mink.event.types", List.of("LineAdded"))
                    .containsEntry("mink.aggregate.type", "Order")
                    .containsEntry("mink.aggregate.id", "o-1")
                    .containsEntry("mink.aggregate.version", 1L)
                    .containsEntry("mink.append.repeated", false)
                    .containsEntry("mink.tenant.id", "acme")
                    .containsEntry("mink.correlation.id", "conversation-1")
                    .hasSize(12);
            assertThat(Attributes.of(shop.span("process order-summary")))
                    .containsEntry("messaging.system", "mink")
                    .containsEntry("messaging.operation.name", "process")
                    .containsEntry("messaging.operation.type", "process")
                    .containsEntry("messaging.consumer.group.name", "order-summary")
                    .containsEntry("messaging.destination.partition.id", "0")
                    .containsEntry("messaging.batch.message_count", 1L)
                    .containsEntry("mink.event.types", List.of("LineAdded"))
                    .containsEntry("mink.projection.name", "order-summary")
                    .containsEntry("mink.projection.replay", false)
                    .containsEntry("mink.projection.position", 1L)
                    .containsEntry("mink.tenant.id", "acme")
                    .containsEntry("mink.correlation.id", "conversation-1")
                    .hasSize(12);
            assertThat(shop.exporter.getFinishedSpanItems().toString()).doesNotContain("very secret");
        }
    }
}
