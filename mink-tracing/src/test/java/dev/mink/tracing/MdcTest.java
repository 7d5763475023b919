package dev.mink.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.tracing.Shop.AddLine;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MdcTest {

    private final List<Map<String, String>> seen = new ArrayList<>();

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void ids_are_there_while_commands_and_events_are_handled_and_then_as_before() {
        try (Shop shop = new Shop()) {
            shop.seen = sku -> seen.add(MDC.getCopyOfContextMap());
            shop.open(
                    MinkTracing.of(shop.openTelemetry),
                    builder -> builder.middleware((envelope, next) -> {
                        seen.add(MDC.getCopyOfContextMap());
                        return next.proceed(envelope);
                    }));
            MDC.put("trace_id", "before");
            shop.mink.dispatch(new AddLine("o-1", "mug")).orElseThrow();
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("trace_id", "before"));
            MDC.clear();
            shop.run();

            assertThat(MDC.get("trace_id")).isNull();
            assertThat(MDC.get("span_id")).isNull();
            assertThat(seen).hasSize(2);
            assertThat(seen.get(0)).containsAllEntriesOf(ids(shop.span("dispatch AddLine")));
            assertThat(seen.get(1)).containsAllEntriesOf(ids(shop.span("process order-summary")));
        }
    }

    private static Map<String, String> ids(SpanData span) {
        return Map.of("trace_id", span.getTraceId(), "span_id", span.getSpanId());
    }
}
