package dev.mink.testing;

import static dev.mink.testing.Shop.notes;
import static dev.mink.testing.Shop.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.EventData;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.CommandFailedException;
import dev.mink.command.Middleware;
import dev.mink.command.UnknownCommandException;
import dev.mink.command.ValidationException;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.UnknownEventException;
import dev.mink.testing.Order.AlreadyShippedException;
import dev.mink.testing.OrderEvent.Address;
import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import dev.mink.testing.OrderEvent.Shipped;
import dev.mink.testing.Shop.AddLine;
import dev.mink.testing.Shop.CountLines;
import dev.mink.testing.Shop.Explode;
import dev.mink.testing.Shop.Link;
import dev.mink.testing.Shop.Noted;
import dev.mink.testing.Shop.Place;
import dev.mink.testing.Shop.Ship;
import dev.mink.testing.Shop.Unheard;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommandSpecTest {

    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final Address HOME = new Address("Elm Street 1", "Springwood");
    private static final AddLine ADD_MUG = new AddLine("o-1", "mug", 2, PRICE);

    private static final CommandSpec NEW = CommandSpec.of(() -> Shop.mink(new InMemoryStorage()));
    private static final CommandSpec PLACED = NEW.given(order("o-1"), new Placed("c-1"));
    private static final CommandSpec SHIPPED = PLACED.given(order("o-1"), new Shipped(HOME));

    @Test
    void a_command_appends_events_to_a_stream() {
        PLACED.when(ADD_MUG)
                .thenAccepted()
                .thenAccepted(accepted -> {
                    assertThat(accepted.aggregateId()).isEqualTo("o-1");
                    assertThat(accepted.version()).isEqualTo(2);
                })
                .thenAppended(order("o-1"), new LineAdded("mug", 2, PRICE))
                .thenAppended(order("o-2"));
    }

    @Test
    void given_again_is_given_in_addition() {
        PLACED.given(order("o-1"), new LineAdded("tea", 1, PRICE))
                .given(order("o-2"), new Placed("c-2"))
                .given(order("o-1"), new LineAdded("jar", 1, PRICE))
                .when(new CountLines("o-1"))
                .thenAnswered(2L)
                .when(new Place("o-2", "c-3"))
                .thenAccepted(accepted -> assertThat(accepted.version()).isEqualTo(2))
                .when(ADD_MUG)
                .thenAccepted(accepted -> assertThat(accepted.version()).isEqualTo(4));
    }

    @Test
    void time_can_pass_between_commands() {
        MutableClock clock = MutableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
        CommandSpec shop = CommandSpec.of(() -> Shop.mink(new InMemoryStorage(clock), Middleware.correlation(), clock));

        CommandOutcome shipped = shop.when(new Ship("o-1", HOME)).thenAppended(order("o-1"), new Shipped(HOME));
        clock.advance(Duration.ofHours(23));
        CommandOutcome again = shipped.when(new Ship("o-1", HOME)).thenNothingAppended();
        clock.advance(Duration.ofHours(2));
        again.when(new Ship("o-1", HOME)).thenAppended(order("o-1"), new Shipped(HOME));
    }

    @Test
    void events_are_given_in_several_streams_and_only_new_ones_are_looked_at() {
        PLACED.given(order("o-2"), new Placed("c-2"), new Shipped(HOME))
                .given(order("o-1"), new LineAdded("tea", 1, PRICE))
                .given(order("o-1"))
                .when(new CountLines("o-1"))
                .thenAnswered(1L)
                .thenNothingAppended();
    }

    @Test
    void a_rule_of_the_domain_rejects_a_command() {
        SHIPPED.when(ADD_MUG)
                .thenRejected(AlreadyShippedException.class)
                .thenRejected(
                        AlreadyShippedException.class, e -> assertThat(e).hasMessage("order o-1 is already shipped"))
                .thenNothingAppended();
    }

    @Test
    void the_middleware_takes_part() {
        PLACED.when(new AddLine("o-1", "mug", 0, PRICE))
                .thenRejected(
                        ValidationException.class,
                        e -> assertThat(e.violations()).hasSize(1))
                .thenNothingAppended();
    }

    @Test
    void a_failure_is_told_whether_it_is_thrown_or_a_result() {
        CommandSpec recovering = CommandSpec.of(() -> Shop.mink(new InMemoryStorage(), Middleware.recovery()));

        NEW.when(new Explode(new IllegalArgumentException("boom")))
                .thenFailed(IllegalArgumentException.class)
                .thenNothingAppended();
        NEW.when(new Explode(new IOException("boom")))
                .thenFailed(CommandFailedException.class, e -> assertThat(e).hasCauseInstanceOf(IOException.class));
        NEW.when(new Unheard()).thenFailed(UnknownCommandException.class);
        recovering.when(new Explode(new StackOverflowError())).thenFailed(StackOverflowError.class);
    }

    @Test
    void an_error_that_nobody_recovers_is_no_outcome() {
        assertThatThrownBy(() -> NEW.when(new Explode(new StackOverflowError())))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void several_streams_have_a_check_each() {
        Link link = new Link("o-1", "o-2");

        NEW.given(notes("o-1"), new Noted("before"))
                .when(link)
                .thenAppended(notes("o-1"), new Noted(link.toString()))
                .thenAppended(notes("o-2"), new Noted(link.toString()))
                .thenEvents(events -> events.hasTypes(Noted.class, Noted.class)
                        .hasDenseVersions()
                        .inStream(notes("o-2"))
                        .containsExactly(new Noted(link.toString())));
    }

    @Test
    void events_carry_the_metadata_of_the_command() {
        Metadata metadata = Metadata.empty()
                .withCorrelationId("talk-1")
                .withUserId("u-1")
                .withTenantId("t-1")
                .withAttribute("channel", "web");

        PLACED.when(ADD_MUG, metadata)
                .thenEvents(events -> events.hasCorrelationId("talk-1")
                        .hasUserId("u-1")
                        .hasTenantId("t-1")
                        .hasAttribute("channel", "web")
                        .hasMetadata(each -> assertThat(each.causationId()).isNotBlank()));
    }

    @Test
    void given_events_may_carry_metadata() {
        EventData placed =
                EventData.of(new Placed("c-1")).withMetadata(Metadata.empty().withUserId("u-9"));
        Mink<MemoryTransaction> shop = Shop.mink(new InMemoryStorage());

        CommandSpec.of(() -> shop).given(order("o-1"), placed).when(ADD_MUG).thenAccepted();

        EventsAssert.assertThatEvents(shop.store().read(order("o-1")).limit(1)).hasUserId("u-9");
    }

    @Test
    void commands_follow_each_other() {
        NEW.when(new Place("o-1", "c-1"))
                .thenAppended(order("o-1"), new Placed("c-1"))
                .when(ADD_MUG)
                .when(new Ship("o-1", HOME), Metadata.empty().withUserId("u-1"))
                .thenAppended(order("o-1"), new Shipped(HOME))
                .thenEvents(events -> events.hasUserId("u-1"))
                .when(ADD_MUG)
                .thenRejected(AlreadyShippedException.class)
                .when(new CountLines("o-1"))
                .thenAnswered(1L);
    }

    @Test
    void an_idempotent_command_takes_effect_once() {
        PLACED.when(new Ship("o-1", HOME))
                .thenAppended(order("o-1"), new Shipped(HOME))
                .when(new Ship("o-1", HOME))
                .thenAccepted(first -> assertThat(first.version()).isEqualTo(2))
                .thenNothingAppended();
    }

    @Test
    void each_story_begins_anew() {
        PLACED.when(ADD_MUG)
                .thenAccepted(accepted -> assertThat(accepted.version()).isEqualTo(2));
        PLACED.when(ADD_MUG)
                .thenAccepted(accepted -> assertThat(accepted.version()).isEqualTo(2));
        NEW.when(ADD_MUG)
                .thenAccepted(accepted -> assertThat(accepted.version()).isEqualTo(1));
    }

    @Test
    void a_given_event_that_is_not_registered_is_a_mistake_in_the_story() {
        assertThatThrownBy(() -> NEW.given(order("o-1"), new Unregistered("?"))
                        .when(ADD_MUG)
                        .thenFailed(UnknownEventException.class))
                .isInstanceOf(UnknownEventException.class);
    }

    @Test
    void what_is_given_must_be_something() {
        assertThatNullPointerException().isThrownBy(() -> NEW.when(null)).withMessage("command");
        assertThatNullPointerException()
                .isThrownBy(() -> NEW.when(ADD_MUG, null))
                .withMessage("metadata");
        assertThatNullPointerException()
                .isThrownBy(() -> NEW.given(order("o-1"), new Placed("c-1"), null))
                .withMessage("given event 2 is null");
        assertThatNullPointerException().isThrownBy(() -> CommandSpec.of(null)).withMessage("mink");
        assertThatNullPointerException()
                .isThrownBy(() -> CommandSpec.of(() -> null).when(ADD_MUG))
                .withMessage("the Mink of a CommandSpec");
        assertThatIllegalStateException()
                .isThrownBy(() -> CommandSpec.of(CommandSpecTest::closed).when(ADD_MUG));
    }

    private static Mink<?> closed() {
        Mink<?> mink = Shop.mink(new InMemoryStorage());
        mink.close();
        return mink;
    }

    record Unregistered(String name) {}
}
