package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent.Cancelled;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.CodecException;
import dev.mink.schema.UnknownEventException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A repetition gets the result as it was; what could not be given again is refused the first time. */
class RecallTest {

    private static final PlaceOnce COMMAND = new PlaceOnce("k", "o", "c");

    private final InMemoryStorage storage = new InMemoryStorage();

    record Answer(String id, Map<String, List<Integer>> lines) {}

    private Mink<MemoryTransaction> mink(
            @Nullable Class<?> answer, CommandHandler<PlaceOnce, MemoryTransaction> handler) {
        Mink.Builder<MemoryTransaction> builder =
                Mink.builder(storage).aggregate(Order.TYPE).middleware(Middleware.idempotency());
        return (answer == null
                        ? builder.handle(PlaceOnce.class, handler)
                        : builder.handle(PlaceOnce.class, answer, handler))
                .build()
                .start();
    }

    static List<Object> answers() {
        return List.of(
                "text",
                42,
                Long.MAX_VALUE,
                true,
                UUID.randomUUID(),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                List.of("a", "b"),
                new byte[] {1, 2, 3},
                new String[] {"a"},
                new Answer("é\ud83d\ude00", Map.of("x", List.of(1, 2))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_comes_back_as_it_was(Object answer) {
        Class<?> type = answer instanceof List ? List.class : answer.getClass();
        Mink<MemoryTransaction> mink = mink(type, (command, context) -> CommandResult.of(answer));

        assertThat(data(mink.dispatch(COMMAND))).isSameAs(answer);
        assertThat(data(mink.dispatch(COMMAND))).isEqualTo(answer);
    }

    private static @Nullable Object data(CommandResult result) {
        return result.orElseThrow().data();
    }

    @Test
    void an_answer_of_no_registered_type_is_refused_before_anything_is_stored() {
        Mink<MemoryTransaction> mink =
                mink(null, (command, context) -> append(context).withData(5));

        assertThatIllegalStateException()
                .isThrownBy(() -> mink.dispatch(COMMAND))
                .withMessageContaining(
                        "register the handler with its type, as handle(PlaceOnce.class, Integer.class, …)");
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void an_answer_that_a_middleware_adds_is_refused_too() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(
                        Middleware.idempotency(),
                        (envelope, next) -> next.proceed(envelope).orElseThrow().withData("more"))
                .build()
                .start();

        assertThatIllegalStateException().isThrownBy(() -> mink.dispatch(COMMAND));
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void an_answer_that_would_come_back_as_another_one_is_refused_before_anything_is_stored() {
        Mink<MemoryTransaction> untyped =
                mink(List.class, (command, context) -> append(context).withData(List.of(new Answer("x", Map.of()))));
        assertThatIllegalStateException()
                .isThrownBy(() -> untyped.dispatch(COMMAND))
                .withMessageContaining("it does not come back as List from JSON; answer with a record of plain values");

        Mink<MemoryTransaction> unreadable =
                mink(Thread.class, (command, context) -> append(context).withData(new Thread("never started")));
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> unreadable.dispatch(COMMAND));
        assertThat(storage.lastPosition()).isZero();
    }

    private static Accepted append(CommandContext<MemoryTransaction> context) {
        return append(context, "o");
    }

    private static Accepted append(CommandContext<MemoryTransaction> context, String id) {
        StreamId stream = Order.TYPE.stream(id);
        List<Object> events = List.of(new Placed("c"), new Cancelled());
        long version =
                context.store().append(stream, ExpectedVersion.any(), events).version();
        return new Accepted(stream, version, events, null);
    }

    @Test
    void events_that_a_function_tells_of_come_back() {
        Mink<MemoryTransaction> mink = mink(null, (command, context) -> {
            append(context, "before");
            return append(context);
        });

        CommandResult first = mink.dispatch(COMMAND);
        assertThat(mink.dispatch(COMMAND)).isEqualTo(first);
        assertThat(first.orElseThrow().events()).hasSize(2);
    }

    @Test
    void events_that_are_not_where_the_result_says_are_refused_before_anything_is_stored() {
        StreamId elsewhere = StreamId.of("Customer", "o");
        for (Accepted wrong : List.of(
                new Accepted(elsewhere, 2, List.of(new Placed("c"), new Cancelled()), null),
                new Accepted(Order.TYPE.stream("o"), 2, List.of(new Cancelled(), new Placed("c")), null),
                new Accepted(Order.TYPE.stream("o"), 1, List.of(new Placed("c"), new Cancelled()), null),
                new Accepted(Order.TYPE.stream("o"), 9, List.of(new Placed("c")), null),
                new Accepted(null, 0, List.of(new Placed("c")), null))) {
            Mink<MemoryTransaction> mink = mink(null, (command, context) -> {
                append(context);
                return wrong;
            });
            assertThatIllegalStateException()
                    .as("%s", wrong)
                    .isThrownBy(() -> mink.dispatch(COMMAND))
                    .withMessageContaining("that are not those of " + wrong.stream() + " up to version")
                    .withMessageEndingWith("tell of what was appended to one stream and its version, or of no events");
            assertThat(storage.lastPosition()).isZero();
        }
    }

    @Test
    void events_that_are_no_longer_registered_are_named_when_the_command_is_repeated() {
        mink(null, (command, context) -> append(context)).dispatch(COMMAND);
        Mink<MemoryTransaction> later = Mink.builder(storage)
                .middleware(Middleware.idempotency())
                .handle(PlaceOnce.class, (command, context) -> CommandResult.done())
                .build()
                .start();

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> later.dispatch(COMMAND))
                .withMessageContaining("Placed");
        assertThat(storage.lastPosition()).isEqualTo(2);
    }

    @Test
    void a_rejection_comes_back_with_any_message_or_none() {
        for (String message : List.of("Müller \ud83d\ude00", "a\0b", "\ud800", "x".repeat(100_000), "")) {
            Mink<MemoryTransaction> mink = rejecting(new IllegalStateException(message));
            PlaceOnce command = new PlaceOnce("k-" + message.hashCode(), "o", "c");

            assertThat(mink.dispatch(command)).isInstanceOf(Rejected.class);
            assertThatExceptionOfType(RememberedRejectionException.class)
                    .isThrownBy(() -> mink.dispatch(command).orElseThrow())
                    .withMessage(message.replace('\0', '?').replace('\ud800', message.length() == 1 ? '?' : '\ud800'));
        }
        Mink<MemoryTransaction> silent = rejecting(new IllegalStateException() {
            private static final long serialVersionUID = 1L;
        });
        assertThat(silent.dispatch(COMMAND)).isInstanceOf(Rejected.class);
        assertThatExceptionOfType(RememberedRejectionException.class)
                .isThrownBy(() -> silent.dispatch(COMMAND).orElseThrow())
                .withMessageContaining("RecallTest$")
                .satisfies(e -> assertThat(e.type()).contains("RecallTest$"));
    }

    private Mink<MemoryTransaction> rejecting(RuntimeException reason) {
        return mink(null, (command, context) -> {
            append(context);
            return new Rejected(reason);
        });
    }
}
