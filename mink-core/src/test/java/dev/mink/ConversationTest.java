package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import dev.mink.command.CommandHandler;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import dev.mink.fixture.Logged;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.Projection;
import dev.mink.schema.EventTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The correlation id in the MDC. */
class ConversationTest {

    private static final String KEY = "correlation_id";

    record Place(String customer, boolean fails) {}

    private final List<String> inHandler = new ArrayList<>();
    private final List<String> inProjection = new ArrayList<>();

    private Mink<MemoryTransaction> mink(Middleware... middleware) {
        CommandHandler<Place, MemoryTransaction> handler = (command, context) -> {
            inHandler.add(MDC.get(KEY));
            if (command.fails()) {
                throw new IllegalStateException("no");
            }
            context.store()
                    .append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new Placed(command.customer())));
            return CommandResult.done();
        };
        return Mink.builder(new InMemoryStorage())
                .events(EventTypes.of(OrderEvent.class))
                .handle(Place.class, handler)
                .middleware(middleware)
                .projections(settings -> settings.byHand())
                .async(Projection.named("orders")
                        .on(Placed.class, (placed, delivery) -> inProjection.add(MDC.get(KEY)))
                        .build())
                .build()
                .start();
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static Metadata of(String correlation) {
        return Metadata.empty().withCorrelationId(correlation);
    }

    @Test
    void the_id_of_a_command_is_there_while_it_and_later_its_events_are_handled() {
        try (Mink<MemoryTransaction> mink = mink()) {
            mink.dispatch(new Place("anna", false), of("c-1"));
            assertThat(MDC.get(KEY)).isNull();
            mink.dispatch(new Place("berta", false), of("c-2"));
            mink.dispatch(new Place("clara", false));
            while (mink.projections().runOnce() > 0) {}
        }
        assertThat(inHandler).containsExactly("c-1", "c-2", null);
        assertThat(inProjection).containsExactly("c-1", "c-2", null);
        assertThat(MDC.get(KEY)).isNull();
    }

    @Test
    void what_was_there_before_is_there_again_also_after_a_failure() {
        MDC.put(KEY, "before");
        try (Mink<MemoryTransaction> mink = mink()) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> mink.dispatch(new Place("anna", true), of("c-1")));
            assertThat(MDC.get(KEY)).isEqualTo("before");
            mink.dispatch(new Place("anna", false));
        }
        assertThat(inHandler).containsExactly("c-1", "before");
        assertThat(MDC.get(KEY)).isEqualTo("before");
    }

    @Test
    void an_id_that_middleware_gives_is_there_too_and_in_what_is_logged_meanwhile() {
        try (Logged log = new Logged("dev.mink.conversation", Level.INFO);
                Mink<MemoryTransaction> mink = mink(Middleware.correlation(), (envelope, next) -> {
                    LoggerFactory.getLogger("dev.mink.conversation").info("inside");
                    return next.proceed(envelope);
                })) {
            mink.dispatch(new Place("anna", false));

            assertThat(inHandler).singleElement().asString().hasSize(36);
            assertThat(log.contexts())
                    .singleElement()
                    .satisfies(context -> assertThat(context).containsEntry(KEY, inHandler.get(0)));
        }
    }
}
