package dev.mink.tracing;

import static dev.mink.tracing.Shop.links;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionState;
import dev.mink.tracing.Shop.OrderEvent.LineAdded;
import dev.mink.tracing.Shop.OrderEvent.Shipped;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessingSpansTest {

    private static final String PROCESS = "process order-summary";

    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        shop.close();
    }

    private void append(int times) {
        for (int i = 0; i < times; i++) {
            shop.mink
                    .store()
                    .append(StreamId.of("Order", "o-" + i), ExpectedVersion.any(), List.of(new LineAdded("a")));
        }
    }

    @Test
    void events_of_several_traces_make_a_trace_of_its_own_that_links_to_all() {
        shop.open();
        append(3);
        shop.run();

        SpanData process = shop.span(PROCESS);
        List<SpanData> appends = shop.spans("append Order");
        assertThat(process.getParentSpanContext().isValid()).isFalse();
        assertThat(appends).extracting(SpanData::getTraceId).doesNotContain(process.getTraceId());
        assertThat(links(process))
                .containsExactlyElementsOf(
                        appends.stream().map(SpanData::getSpanId).toList());
    }

    @Test
    void several_appends_of_one_trace_are_continued_in_it() {
        shop.open();
        Span request = shop.openTelemetry.getTracer("web").spanBuilder("POST").startSpan();
        try (Scope scope = request.makeCurrent()) {
            assertThat(scope).isNotNull();
            append(3);
        }
        request.end();
        shop.run();

        assertThat(shop.span(PROCESS).getTraceId())
                .isEqualTo(request.getSpanContext().getTraceId());
        assertThat(links(shop.span(PROCESS))).hasSize(3);
    }

    @Test
    void events_of_one_append_are_linked_once() {
        shop.open();
        shop.mink
                .store()
                .append(
                        StreamId.of("Order", "o-1"),
                        ExpectedVersion.any(),
                        List.of(new LineAdded("a"), new LineAdded("b"), new LineAdded("c")));
        shop.run();

        assertThat(links(shop.span(PROCESS)))
                .containsExactly(shop.span("append Order").getSpanId());
        assertThat(Attributes.of(shop.span(PROCESS))).containsEntry("messaging.batch.message_count", 3L);
    }

    @Test
    void links_are_bounded() {
        shop.open();
        append(200);
        shop.run();

        SpanData process = shop.span(PROCESS);
        assertThat(process.getLinks()).hasSize(128);
        assertThat(process.getTotalRecordedLinks()).isEqualTo(128);
        assertThat(Attributes.of(process)).containsEntry("messaging.batch.message_count", 200L);
    }

    @Test
    void events_from_before_there_was_tracing_are_processed_without_links() {
        shop.open(MinkTracing.of(io.opentelemetry.api.OpenTelemetry.noop()), builder -> {});
        append(1);
        shop.mink
                .projections()
                .observe(MinkTracing.of(shop.openTelemetry).projections().orElseThrow());
        shop.run();

        assertThat(shop.span(PROCESS).getLinks()).isEmpty();
        assertThat(shop.span(PROCESS).getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void nothing_to_do_makes_no_span() {
        shop.open();
        shop.mink.store().append(StreamId.of("Order", "o-1"), ExpectedVersion.any(), List.of(new Shipped()));
        shop.run();
        shop.run();

        assertThat(shop.names()).containsExactly("append Order");
    }

    @Test
    void a_failure_is_an_error_of_the_class_that_the_projection_threw() {
        shop.open();
        List<String> attempts = new ArrayList<>();
        shop.seen = sku -> {
            attempts.add(sku);
            if (attempts.size() < 3) {
                throw new UnsupportedOperationException("very secret");
            }
        };
        append(1);
        for (int i = 0; i < 5; i++) {
            shop.run();
        }

        List<SpanData> spans = shop.spans(PROCESS);
        assertThat(spans)
                .hasSizeGreaterThanOrEqualTo(1)
                .allSatisfy(span -> assertThat(span.getTraceId())
                        .isEqualTo(shop.span("append Order").getTraceId()));
        assertThat(spans.get(0).getStatus()).isEqualTo(StatusData.error());
        assertThat(Attributes.of(spans.get(0)))
                .containsEntry("error.type", UnsupportedOperationException.class.getName());
        assertThat(spans.toString()).doesNotContain("very secret");
    }

    @Test
    void retried_dead_letters_belong_to_the_trace_of_who_asked_for_them_and_link_to_their_appends() {
        shop.open();
        shop.seen = sku -> {
            throw new UnsupportedOperationException("not yet");
        };
        append(1);
        for (int i = 0; i < 5; i++) {
            shop.run();
        }
        assertThat(shop.mink.projections().status("order-summary").parked()).isEqualTo(1);
        shop.seen = sku -> {};
        shop.exporter.reset();

        Span operator =
                shop.openTelemetry.getTracer("web").spanBuilder("POST /retry").startSpan();
        try (Scope scope = operator.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(shop.mink.projections().deadLetters("order-summary").retryAll())
                    .isEqualTo(1);
        }

        assertThat(shop.span(PROCESS).getParentSpanId())
                .isEqualTo(operator.getSpanContext().getSpanId());
        assertThat(shop.span(PROCESS).getLinks()).hasSize(1);
    }

    @Test
    void filling_anew_is_a_trace_of_its_own_without_links() {
        shop.open();
        append(2);
        shop.run();
        shop.exporter.reset();
        var unused = shop.mink.projections().rebuild("order-summary");
        shop.run();

        assertThat(shop.spans(PROCESS)).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getLinks()).isEmpty();
            assertThat(span.getParentSpanContext().isValid()).isFalse();
            assertThat(Attributes.of(span)).containsEntry("mink.projection.replay", true);
        });
    }

    @Test
    void live_projections_continue_the_trace_of_each_event() {
        List<String> traces = new ArrayList<>();
        shop.open(
                MinkTracing.of(shop.openTelemetry),
                builder -> builder.live(Projection.named("ticker")
                        .on(
                                LineAdded.class,
                                (line, delivery) -> traces.add(
                                        Span.current().getSpanContext().getTraceId()))
                        .build()));
        append(2);
        shop.run();

        assertThat(traces)
                .containsExactlyElementsOf(shop.spans("append Order").stream()
                        .map(SpanData::getTraceId)
                        .toList());
        assertThat(shop.spans("process ticker")).hasSize(2);
    }

    @Test
    void inline_projections_are_part_of_the_command() {
        shop.open(
                MinkTracing.of(shop.openTelemetry),
                builder -> builder.inline(Projection.named("at-once")
                        .on(LineAdded.class, (line, delivery) -> Span.current().addEvent("at once"))
                        .build()));
        shop.mink.dispatch(new Shop.AddLine("o-1", "mug")).orElseThrow();

        assertThat(shop.span("dispatch AddLine").getEvents())
                .extracting(EventData::getName)
                .containsExactly("at once");
        assertThat(shop.mink.projections().status("at-once").state()).isEqualTo(ProjectionState.RUNNING);
    }
}
