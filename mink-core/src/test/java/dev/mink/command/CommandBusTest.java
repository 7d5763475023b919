package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.command.CommandBus.AfterFailure;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Orders.AddLine;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.Ship;
import dev.mink.fixture.Account;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent.LineAdded;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class CommandBusTest {

    private final Mink<MemoryTransaction> mink = Orders.builder().build().start();

    @Test
    void an_aggregate_handles_a_command_and_tells_what_came_of_it() {
        CommandResult result = mink.dispatch(new Place("o-1", "c-1"));

        assertThat(result).isEqualTo(new Accepted(StreamId.of("Order", "o-1"), 1, List.of(new Placed("c-1")), null));
        assertThat(result.orElseThrow().aggregateId()).isEqualTo("o-1");
        assertThat(mink.repository(Order.TYPE).load("o-1").version()).isEqualTo(1);
    }

    @Test
    void a_rule_of_the_domain_makes_a_rejection_with_the_domains_own_exception() {
        mink.dispatch(new Place("o-1", "c-1"));
        mink.dispatch(new Ship("o-1"));

        CommandResult result = mink.dispatch(new AddLine("o-1", "mug"));

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(result.outcome()).isEqualTo("rejected");
        assertThatExceptionOfType(Order.AlreadyShipped.class).isThrownBy(result::orElseThrow);
        assertThat(mink.repository(Order.TYPE).load("o-1").version()).isEqualTo(2);
    }

    @Test
    void a_fault_of_a_handler_is_a_failure_and_not_a_rejection() {
        Mink<MemoryTransaction> broken = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .handle(
                        Ship.class,
                        Order.TYPE,
                        Ship::orderId,
                        (order, c) -> order.addLine(c.orderId().substring(99)))
                .build()
                .start();

        assertThatExceptionOfType(StringIndexOutOfBoundsException.class)
                .isThrownBy(() -> broken.dispatch(new Ship("o")));
    }

    @Test
    void a_decider_handles_every_command_under_its_root() {
        Mink<MemoryTransaction> bank = Mink.builder(new InMemoryStorage())
                .decider(Account.TYPE)
                .handle(Account.Command.class, Account.TYPE, command -> "a-1")
                .build()
                .start();

        bank.dispatch(new Account.Open("ann"));
        bank.dispatch(new Account.Deposit(5));
        CommandResult withdrawn = bank.dispatch(new Account.Withdraw(7));

        assertThat(withdrawn).isInstanceOf(Rejected.class);
        assertThat(bank.repository(Account.TYPE).load("a-1").version()).isEqualTo(2);
        assertThatExceptionOfType(UnknownCommandException.class)
                .isThrownBy(() -> bank.dispatch(new Ship("x")))
                .withMessageContaining("there are handlers for [Deposit, Open, Withdraw]")
                .satisfies(e -> assertThat(e.type()).isEqualTo(Ship.class));
    }

    @Test
    void a_function_handles_a_command_with_the_store_and_the_metadata() {
        Mink<MemoryTransaction> free = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .handle(Place.class, (command, context) -> {
                    context.store()
                            .append(
                                    Order.TYPE.stream(command.orderId()),
                                    ExpectedVersion.noStream(),
                                    List.of(new Placed(command.customerId())));
                    return CommandResult.of("placed " + command.orderId());
                })
                .build()
                .start();

        CommandResult result =
                free.dispatch(new Place("o-1", "c-1"), Metadata.empty().withUserId("ann"));

        assertThat(result.orElseThrow().data()).isEqualTo("placed o-1");
        assertThat(free.store().read(StreamId.of("Order", "o-1")).map(RecordedEvent::metadata))
                .containsExactly(Metadata.empty().withUserId("ann"));
    }

    @Test
    void exceptions_of_functions_are_failures_unless_they_are_named_as_rejections() {
        assertThatIllegalStateException()
                .isThrownBy(() -> throwing(e -> false).dispatch(new Ship("o")))
                .withMessage("closed on Sundays");
        assertThat(throwing(e -> e instanceof IllegalStateException).dispatch(new Ship("o")))
                .isInstanceOf(Rejected.class);
    }

    private static Mink<MemoryTransaction> throwing(java.util.function.Predicate<RuntimeException> rejections) {
        return Mink.builder(new InMemoryStorage())
                .rejections(rejections)
                .handle(Ship.class, (command, context) -> {
                    throw new IllegalStateException("closed on Sundays");
                })
                .build()
                .start();
    }

    @Test
    void a_checked_exception_is_the_cause_of_a_failure() {
        Mink<MemoryTransaction> broken = Mink.builder(new InMemoryStorage())
                .handle(Ship.class, (command, context) -> {
                    throw new java.io.IOException("disk full");
                })
                .build()
                .start();

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> broken.dispatch(new Ship("o")))
                .withCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void a_handler_that_returns_null_is_named() {
        Mink<MemoryTransaction> broken = Mink.builder(new InMemoryStorage())
                .handle(Ship.class, (command, context) -> null)
                .build()
                .start();

        assertThatNullPointerException()
                .isThrownBy(() -> broken.dispatch(new Ship("o")))
                .withMessageContaining("Ship returned null: return CommandResult.done()");
    }

    @Test
    void wrong_handlers_are_refused_where_they_are_registered() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Orders.builder().handle(Ship.class, (command, context) -> CommandResult.done()))
                .withMessageContaining("Ship has a handler already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Orders.builder().handle(Runnable.class, (command, context) -> CommandResult.done()))
                .withMessageContaining("java.lang.Runnable is abstract");
    }

    @Test
    void null_is_no_command_and_a_closed_bus_takes_none() {
        assertThatNullPointerException().isThrownBy(() -> mink.dispatch(null)).withMessage("command");
        mink.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> mink.dispatch(new Ship("o-1")))
                .withMessage("the command bus is closed: it takes no more commands");
    }

    @Test
    void several_commands_are_handled_in_order_until_one_is_not_accepted_or_to_the_end() {
        List<Object> commands =
                List.of(new Place("o-1", "c"), new Ship("o-1"), new AddLine("o-1", "mug"), new Place("o-2", "c"));

        assertThat(mink.commands().dispatchAll(commands, AfterFailure.STOP))
                .extracting(CommandResult::outcome)
                .containsExactly("accepted", "accepted", "rejected");
        assertThat(mink.repository(Order.TYPE).find("o-2")).isEmpty();
        assertThat(mink.commands().dispatchAll(List.of(new Object(), new Place("o-2", "c")), AfterFailure.CONTINUE))
                .extracting(CommandResult::outcome)
                .containsExactly("failed", "accepted");
    }

    @Test
    void asynchronous_commands_run_on_the_given_executor() {
        List<Runnable> queue = new ArrayList<>();
        Executor executor = queue::add;
        Mink<MemoryTransaction> later =
                Orders.builder().executor(executor).build().start();

        var result = later.commands().dispatchAsync(new Place("o-1", "c-1"));
        var unknown = later.commands().dispatchAsync(new Object());
        assertThat(result).isNotDone();
        queue.forEach(Runnable::run);

        assertThat(result).isCompletedWithValueMatching(done -> done instanceof Accepted);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(unknown::join)
                .withCauseInstanceOf(UnknownCommandException.class);
    }

    @Test
    void a_lost_race_is_a_failure_that_retrying_mends() {
        int[] races = {0};
        Mink<MemoryTransaction> contended = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .middleware(Middleware.retryOnConflict(3))
                .handle(AddLine.class, (command, context) -> {
                    if (races[0]++ < 2) {
                        throw new ConcurrencyException(Order.TYPE.stream("o"), ExpectedVersion.exactly(1), 2);
                    }
                    return CommandResult.of(new LineAdded("x", 1, java.math.BigDecimal.ONE));
                })
                .build()
                .start();

        assertThat(contended.dispatch(new AddLine("o", "x"))).isInstanceOf(Accepted.class);
        assertThat(races[0]).isEqualTo(3);
    }

    @Test
    void a_failure_that_was_made_a_result_is_thrown_when_asked_for() {
        assertThatIllegalStateException().isThrownBy(() -> new Failed(new IllegalStateException("x")).orElseThrow());
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> new Failed(new StackOverflowError()).orElseThrow());
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> new Failed(new Exception("x")).orElseThrow());
    }
}
