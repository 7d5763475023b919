package dev.mink.tracing;

import dev.mink.Metadata;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import dev.mink.testing.contract.EventStorageContract;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tracing stands in front of keeps the contract; events carry the context of their append, and nothing else more. */
class TracedStorageTest extends EventStorageContract<MemoryTransaction> {

    @Override
    protected EventStorage<MemoryTransaction> newStorage() {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().build())
                .build();
        EventStorage<MemoryTransaction> traced = MinkTracing.of(sdk).storage(new InMemoryStorage());
        return new ForwardingStorage<>(traced, WithoutContext::new) {};
    }

    /** Takes the context out of what is read. */
    private static final class WithoutContext extends ForwardingLog {

        WithoutContext(EventLog to) {
            super(to);
        }

        @Override
        public List<StoredEvent> readStream(StreamQuery query) {
            return without(super.readStream(query));
        }

        @Override
        public StreamTail readTail(StreamQuery query, String schema) {
            StreamTail tail = super.readTail(query, schema);
            return new StreamTail(tail.snapshot(), without(tail.events()));
        }

        @Override
        public List<StoredEvent> readFeed(FeedRange range) {
            return without(super.readFeed(range));
        }

        private static List<StoredEvent> without(List<StoredEvent> events) {
            return events.stream().map(WithoutContext::without).toList();
        }

        private static StoredEvent without(StoredEvent event) {
            Map<String, String> attributes = new HashMap<>(event.metadata().attributes());
            attributes.remove("traceparent");
            Metadata own = new Metadata(
                    event.metadata().correlationId(),
                    event.metadata().causationId(),
                    event.metadata().userId(),
                    event.metadata().tenantId(),
                    attributes);
            return new StoredEvent(
                    event.position(),
                    event.stream(),
                    event.version(),
                    event.id(),
                    event.type(),
                    event.schemaVersion(),
                    event.payload(),
                    own,
                    event.recordedAt());
        }
    }
}
