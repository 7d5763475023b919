package dev.mink.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.command.CommandHandler;
import dev.mink.command.CommandResult;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.memory.MemoryTransaction;
import dev.mink.tracing.Shop.AddLine;
import dev.mink.tracing.Shop.OrderEvent.LineAdded;
import dev.mink.tracing.Shop.Ship;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandSpansTest {

    private static final StreamId ORDER = StreamId.of("Order", "o-1");

    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
        shop.close();
    }

    /** A command that appends for the version that it says, or fails. */
    record Do(String key, long expected, boolean fails) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return key;
        }
    }

    private final CommandHandler<Do, MemoryTransaction> handler = (command, context) -> {
        if (command.fails()) {
            throw new IllegalStateException("very secret");
        }
        context.store()
                .append(ORDER, ExpectedVersion.exactly(command.expected()), List.of(new LineAdded("very secret")));
        return CommandResult.done();
    };

    private MinkTracing tracing() {
        return MinkTracing.of(shop.openTelemetry);
    }

    @Test
    void a_rejection_is_an_outcome_and_no_error() {
        shop.open();
        shop.mink.dispatch(new Ship("o-1")).orElseThrow();
        assertThat(shop.mink.dispatch(new AddLine("o-1", "mug")).outcome()).isEqualTo("rejected");

        SpanData span = shop.span("dispatch AddLine");
        assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        assertThat(span.getEvents()).isEmpty();
        assertThat(Attributes.of(span))
                .containsEntry("mink.command.outcome", "rejected")
                .containsEntry("mink.command.rejection", "AlreadyShippedException")
                .doesNotContainKey("error.type");
        assertThat(span.toString()).doesNotContain("secret order");
    }

    @Test
    void a_repeated_rejection_has_the_name_of_the_first_one() {
        record Refuse(String idempotencyKey) implements Idempotent {}
        CommandHandler<Refuse, MemoryTransaction> refusing =
                (command, context) -> new CommandResult.Rejected(new Shop.AlreadyShippedException());
        shop.open(tracing(), builder -> builder.handle(Refuse.class, refusing).middleware(Middleware.idempotency()));
        assertThat(shop.mink.dispatch(new Refuse("1")).outcome()).isEqualTo("rejected");
        assertThat(shop.mink.dispatch(new Refuse("1")).outcome()).isEqualTo("rejected");

        assertThat(shop.spans("dispatch Refuse"))
                .extracting(span -> Attributes.of(span).get("mink.command.rejection"))
                .containsExactly("AlreadyShippedException", "AlreadyShippedException");
        assertThat(shop.spans("dispatch Refuse").get(1).getEvents())
                .extracting(EventData::getName)
                .containsExactly("mink.command.repeated");
    }

    @Test
    void a_failure_is_an_error_with_its_class_and_without_its_message() {
        shop.open(tracing(), builder -> builder.handle(Do.class, handler));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> shop.mink.dispatch(new Do("1", 0, true)));

        SpanData span = shop.span("dispatch Do");
        assertThat(span.getStatus()).isEqualTo(StatusData.error());
        assertThat(Attributes.of(span))
                .containsEntry("mink.command.outcome", "failed")
                .containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(span.toString()).doesNotContain("very secret");
    }

    @Test
    void so_is_one_of_which_a_middleware_made_a_result() {
        shop.open(tracing(), builder -> builder.handle(Do.class, handler).middleware(Middleware.recovery()));
        assertThat(shop.mink.dispatch(new Do("1", 0, true)).outcome()).isEqualTo("failed");

        SpanData span = shop.span("dispatch Do");
        assertThat(span.getStatus()).isEqualTo(StatusData.error());
        assertThat(Attributes.of(span)).containsEntry("error.type", "java.lang.IllegalStateException");
    }

    @Test
    void messages_and_stack_traces_are_told_by_choice() {
        shop.open(
                MinkTracing.builder(shop.openTelemetry).exceptions(true).build(),
                builder -> builder.handle(Do.class, handler));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> shop.mink.dispatch(new Do("1", 0, true)));

        assertThat(shop.span("dispatch Do").getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("exception");
            assertThat(event.getAttributes().toString()).contains("very secret", "CommandSpansTest");
        });
    }

    @Test
    void each_attempt_has_its_append_and_retries_are_noted() {
        CommandHandler<AddLine, MemoryTransaction> racing = new CommandHandler<>() {
            private long expected = 7;

            @Override
            public CommandResult handle(AddLine command, dev.mink.command.CommandContext<MemoryTransaction> context) {
                long version = expected;
                expected = 0;
                context.store().append(ORDER, ExpectedVersion.exactly(version), List.of(new LineAdded(command.sku())));
                return CommandResult.done();
            }
        };
        record Race(String sku) {}
        CommandHandler<Race, MemoryTransaction> race =
                (command, context) -> racing.handle(new AddLine("o-1", command.sku()), context);
        shop.open(tracing(), builder -> builder.handle(Race.class, race).middleware(Middleware.retryOnConflict(3)));

        shop.mink.dispatch(new Race("mug")).orElseThrow();

        SpanData dispatch = shop.span("dispatch Race");
        assertThat(dispatch.getStatus()).isEqualTo(StatusData.unset());
        assertThat(dispatch.getEvents()).extracting(EventData::getName).containsExactly("mink.command.retried");
        List<SpanData> appends = shop.spans("append Order");
        assertThat(appends).extracting(SpanData::getParentSpanId).containsOnly(dispatch.getSpanId());
        assertThat(appends).extracting(SpanData::getStatus).containsExactly(StatusData.error(), StatusData.unset());
        assertThat(Attributes.of(appends.get(0))).containsEntry("error.type", ConcurrencyException.class.getName());
    }

    @Test
    void a_command_that_comes_with_a_stored_context_belongs_to_its_trace() {
        shop.open();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Metadata stored = Metadata.empty().withAttribute("traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        shop.mink.dispatch(new AddLine("o-1", "mug"), stored).orElseThrow();

        SpanData dispatch = shop.span("dispatch AddLine");
        assertThat(dispatch.getTraceId()).isEqualTo(trace);
        assertThat(dispatch.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(shop.mink.store().read(ORDER))
                .singleElement()
                .satisfies(event -> assertThat(event.metadata().attributes())
                        .containsEntry(
                                "traceparent",
                                "00-" + trace + "-" + shop.span("append Order").getSpanId() + "-01"));
    }

    @Test
    void a_stored_context_that_makes_no_sense_is_ignored() {
        shop.open();
        Metadata stored = Metadata.empty().withAttribute("traceparent", "no such thing");
        shop.mink.dispatch(new AddLine("o-1", "mug"), stored).orElseThrow();

        assertThat(shop.span("dispatch AddLine").getParentSpanContext().isValid())
                .isFalse();
    }
}
