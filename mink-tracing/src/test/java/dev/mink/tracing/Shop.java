package dev.mink.tracing;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Mink;
import dev.mink.command.ForAggregate;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.Generations;
import dev.mink.projection.Projection;
import dev.mink.tracing.Shop.OrderEvent.LineAdded;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A shop whose spans are collected in memory, and whose projections are driven by hand. */
final class Shop implements AutoCloseable {

    sealed interface OrderEvent {
        record LineAdded(String sku) implements OrderEvent {}

        record Shipped() implements OrderEvent {}
    }

    static final class AlreadyShippedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AlreadyShippedException() {
            super("the secret order is shipped");
        }
    }

    static final class Order extends Aggregate<OrderEvent> {

        static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

        private boolean shipped;

        Order(String id) {
            super(id);
        }

        void add(String sku) {
            if (shipped) {
                throw new AlreadyShippedException();
            }
            raise(new LineAdded(sku));
        }

        void ship() {
            raise(new OrderEvent.Shipped());
        }

        @Override
        protected void apply(OrderEvent event) {
            shipped |= event instanceof OrderEvent.Shipped;
        }
    }

    record AddLine(String orderId, String sku) implements ForAggregate {
        @Override
        public String aggregateId() {
            return orderId;
        }
    }

    record Ship(String orderId) {}

    final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    final InMemoryStorage storage = new InMemoryStorage();
    final OpenTelemetrySdk openTelemetry;

    /** Is told of each line that the projection sees. */
    Consumer<String> seen = sku -> {};

    Mink<MemoryTransaction> mink;

    Shop() {
        this(Sampler.parentBased(Sampler.alwaysOn()));
    }

    Shop(Sampler sampler) {
        openTelemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .setSampler(sampler)
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    Shop open() {
        return open(MinkTracing.of(openTelemetry), builder -> {});
    }

    Shop open(MinkTracing tracing, Consumer<Mink.Builder<MemoryTransaction>> with) {
        Mink.Builder<MemoryTransaction> builder = Mink.builder(storage)
                .instrument(tracing)
                .handle(AddLine.class, Order.TYPE, AddLine::orderId, (order, line) -> order.add(line.sku()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship())
                .projections(settings -> settings.byHand())
                .async(projection(), AsyncOptions.defaults().retries(1, Duration.ofNanos(1)));
        with.accept(builder);
        mink = builder.build().start();
        return this;
    }

    private Projection<Object> projection() {
        return Projection.named("order-summary")
                .generations(new NoTables())
                .on(LineAdded.class, (line, delivery) -> seen.accept(line.sku()))
                .build();
    }

    /** Nothing is kept, so there is nothing to make room for. */
    private static final class NoTables implements Generations<Object> {

        @Override
        public void create(Object transaction, int generation) {}

        @Override
        public void serve(Object transaction, int generation) {}

        @Override
        public void drop(Object transaction, int generation) {}
    }

    /** Takes turns until there is nothing to do. */
    void run() {
        for (int quiet = 0; quiet < 3; ) {
            quiet = mink.projections().runOnce() == 0 ? quiet + 1 : 0;
        }
    }

    /** All spans of this name that have ended, in the order in which they did. */
    List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    /** The only span of this name. */
    SpanData span(String name) {
        List<SpanData> found = spans(name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " spans " + name + " among " + names());
        }
        return found.get(0);
    }

    List<String> names() {
        return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
    }

    /** Where a span links to, as ids of spans. */
    static List<String> links(SpanData span) {
        List<String> links = new ArrayList<>();
        span.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(SpanContext::getSpanId)
                .forEach(links::add);
        return links;
    }

    @Override
    public void close() {
        if (mink != null) {
            mink.close();
        }
        openTelemetry.close();
    }
}
