package dev.mink.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StreamId;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.ForwardingLog;
import dev.mink.tracing.Shop.AddLine;
import dev.mink.tracing.Shop.OrderEvent.LineAdded;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Only the API of OpenTelemetry, as in an application without SDK and agent. */
class NoSdkTest {

    private static final StreamId ORDER = StreamId.of("Order", "o-1");
    private static final MinkTracing NOOP = MinkTracing.of(OpenTelemetry.noop());

    @Test
    void all_works_and_nothing_is_added_to_events_or_logs() {
        try (Shop shop = new Shop()) {
            List<String> ids = new ArrayList<>();
            shop.seen = sku -> ids.add(String.valueOf(MDC.get("trace_id")));
            shop.open(NOOP, builder -> {});
            shop.mink.dispatch(new AddLine("o-1", "mug")).orElseThrow();
            shop.run();

            assertThat(ids).containsExactly("null");
            assertThat(shop.mink.store().read(FeedQuery.all()))
                    .singleElement()
                    .satisfies(event -> assertThat(event.metadata().isEmpty()).isTrue());
            assertThat(shop.names()).isEmpty();
        }
    }

    @Test
    void requests_are_handed_on_as_they_are() {
        try (Shop shop = new Shop()) {
            List<AppendRequest> seen = new ArrayList<>();
            TracedLog log = new TracedLog(
                    new ForwardingLog(shop.storage) {
                        @Override
                        public List<dev.mink.AppendResult> append(AppendRequest request) {
                            seen.add(request);
                            return List.of();
                        }
                    },
                    new Tracing(OpenTelemetry.noop().getTracer("none"), new StoredContext(true), false));
            AppendRequest request =
                    new AppendRequest(List.of(new dev.mink.spi.StreamAppend(ORDER, ExpectedVersion.any(), List.of())));
            log.append(request);

            assertThat(seen).hasSize(1).first().isSameAs(request);
        }
    }

    @Test
    void a_trace_that_others_have_begun_is_handed_on_all_the_same() {
        try (Shop shop = new Shop().open(NOOP, builder -> {})) {
            SpanContext remote = SpanContext.createFromRemoteParent(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    TraceFlags.getSampled(),
                    TraceState.getDefault());
            List<String> traces = new ArrayList<>();
            shop.seen = sku -> traces.add(Span.current().getSpanContext().getTraceId());
            var unused = Context.root()
                    .with(Span.wrap(remote))
                    .wrapSupplier(
                            () -> shop.mink.store().append(ORDER, ExpectedVersion.any(), List.of(new LineAdded("a"))))
                    .get();
            shop.run();

            assertThat(traces).containsExactly(remote.getTraceId());
        }
    }
}
