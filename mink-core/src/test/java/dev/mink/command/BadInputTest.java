package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.CommandBus.AfterFailure;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Orders.AddLine;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.command.Orders.Ship;
import dev.mink.fixture.Account;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, give or throw, and what becomes of it. */
class BadInputTest {

    private final InMemoryStorage storage = new InMemoryStorage();

    private Mink<MemoryTransaction> handling(CommandHandler<PlaceOnce, MemoryTransaction> handler) {
        return Mink.builder(storage)
                .aggregate(Order.TYPE)
                .middleware(Middleware.idempotency())
                .handle(PlaceOnce.class, handler)
                .build()
                .start();
    }

    private static void place(CommandContext<MemoryTransaction> context) {
        assertThat(context.store()
                        .append(Order.TYPE.stream("o"), ExpectedVersion.any(), List.of(new Placed("c")))
                        .version())
                .isPositive();
    }

    private static final PlaceOnce COMMAND = new PlaceOnce("k", "o", "c");

    @Test
    void null_is_no_command_no_metadata_and_no_policy() {
        Mink<MemoryTransaction> mink = Orders.builder().build().start();
        CommandBus<MemoryTransaction> bus = mink.commands();

        assertThatNullPointerException().isThrownBy(() -> bus.dispatch(null)).withMessage("command");
        assertThatNullPointerException()
                .isThrownBy(() -> bus.dispatchAsync(null))
                .withMessage("command");
        assertThatNullPointerException()
                .isThrownBy(() -> bus.dispatch(new Ship("o"), null))
                .withMessage("metadata");
        assertThatNullPointerException()
                .isThrownBy(() -> bus.dispatchAsync(new Ship("o"), null))
                .withMessage("metadata");
        assertThatNullPointerException()
                .isThrownBy(() -> bus.dispatchAll(Arrays.asList(new Ship("o"), null), AfterFailure.CONTINUE));
        assertThatNullPointerException().isThrownBy(() -> bus.dispatchAll(List.of(new Ship("o")), null));
        assertThat(mink.store().lastPosition()).isZero();
    }

    @Test
    void a_handler_that_throws_an_error_leaves_nothing_and_the_error_is_thrown_as_it_is() {
        Error error = new AssertionError("bug");
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            place(context);
            throw error;
        });

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> mink.dispatch(COMMAND))
                .isSameAs(error);
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_handler_that_gives_a_failure_fails_and_leaves_nothing() {
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            place(context);
            return new Failed(new IllegalStateException("given"));
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> mink.dispatch(COMMAND))
                .withMessage("given");
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_handler_that_gives_null_leaves_nothing() {
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            place(context);
            return null;
        });

        assertThatNullPointerException()
                .isThrownBy(() -> mink.dispatch(COMMAND))
                .withMessageContaining("PlaceOnce returned null: return CommandResult.done()");
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_handler_that_rejects_after_it_has_appended_leaves_nothing_within_a_transaction() {
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            place(context);
            return new Rejected(new IllegalStateException("too late"));
        });

        assertThat(mink.dispatch(COMMAND)).isInstanceOf(Rejected.class);
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_handler_is_told_no_by_a_missing_permission_as_by_a_rule_of_the_domain() {
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            throw new UnauthorizedException("only clerks may do that");
        });

        assertThat(mink.dispatch(COMMAND)).isInstanceOf(Rejected.class);
    }

    @Test
    void a_handler_that_is_interrupted_fails_and_the_thread_stays_interrupted() {
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            place(context);
            throw new InterruptedException("enough");
        });

        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> mink.dispatch(COMMAND))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_middleware_that_gives_null_or_proceeds_with_null_is_named() {
        Middleware nothing = (envelope, next) -> null;
        Mink<MemoryTransaction> silent =
                Orders.builder().middleware(nothing).build().start();
        Mink<MemoryTransaction> lost = Orders.builder()
                .middleware((envelope, next) -> next.proceed(null))
                .build()
                .start();
        Mink<MemoryTransaction> undecided = Orders.builder()
                .middleware(Middleware.authorization(envelope -> null))
                .build()
                .start();

        assertThatNullPointerException()
                .isThrownBy(() -> silent.dispatch(new Ship("o")))
                .withMessageContaining(
                        "the result of the middleware " + nothing.getClass().getName())
                .withMessageEndingWith("for Ship");
        assertThatNullPointerException()
                .isThrownBy(() -> lost.dispatch(new Ship("o")))
                .withMessage("envelope");
        assertThatNullPointerException()
                .isThrownBy(() -> undecided.dispatch(new Ship("o")))
                .withMessage("the permission that the rule gives for Ship");
    }

    @Test
    void a_validator_that_throws_is_a_failure_and_nothing_is_handled() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(Middleware.validation((command, violations) -> {
                    throw new IllegalStateException("no rules");
                }))
                .build()
                .start();

        assertThatIllegalStateException()
                .isThrownBy(() -> mink.dispatch(new Place("o", "c")))
                .withMessage("no rules");
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void an_aggregate_id_that_is_none_is_named() {
        Mink<MemoryTransaction> mink = Orders.builder(storage).build().start();

        assertThatNullPointerException()
                .isThrownBy(() -> mink.dispatch(new Ship(null)))
                .withMessage("the aggregate id of " + Ship.class.getName());
        assertThat(storage.lastPosition()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " k",
                "k\n",
                "k\0",
                "a\0b",
                "\ud800",
                "k\udc00k",
                "\u00a0k",
                "k\u0007k",
            })
    void a_key_that_cannot_be_kept_is_rejected_and_nothing_is_handled(String key) {
        assertRejected(new PlaceOnce(key, "o", "c"));
    }

    @Test
    void a_key_that_is_missing_or_too_long_is_rejected_and_one_of_255_characters_is_not() {
        assertRejected(new PlaceOnce(null, "o", "c"));
        assertRejected(new PlaceOnce("k".repeat(256), "o", "c"));
        assertRejected(new PlaceOnce("k".repeat(1000), "o", "c"));
        String longest = "\ud83d\ude00".repeat(127) + "k";
        Mink<MemoryTransaction> mink = handling((command, context) -> CommandResult.done());
        assertThat(mink.dispatch(new PlaceOnce(longest, "o", "c"))).isInstanceOf(Accepted.class);
    }

    private void assertRejected(PlaceOnce command) {
        Mink<MemoryTransaction> mink = handling((each, context) -> {
            place(context);
            return CommandResult.done();
        });
        assertThat(mink.dispatch(command))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .isInstanceOf(ValidationException.class)
                                .hasMessageContaining("idempotencyKey is")
                                .hasMessageContaining("(idempotency.key)"));
        assertThat(storage.lastPosition()).isZero();
    }

    @Test
    void a_command_of_a_megabyte_is_handled_once() {
        List<Integer> lengths = new ArrayList<>();
        Mink<MemoryTransaction> mink = handling((command, context) -> {
            lengths.add(command.customerId().length());
            return CommandResult.done();
        });
        String large = "é".repeat(1 << 20);

        mink.dispatch(new PlaceOnce("k", "o", large));
        mink.dispatch(new PlaceOnce("k", "o", large));

        assertThat(lengths).containsExactly(1 << 20);
        assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                .isThrownBy(() -> mink.dispatch(new PlaceOnce("k", "o", large + "é")));
    }

    @Test
    void an_executor_that_refuses_fails_the_future_only() {
        Mink<MemoryTransaction> mink = Orders.builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build()
                .start();

        CompletableFuture<CommandResult> result = mink.commands().dispatchAsync(new Ship("o"));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(result::join)
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void a_history_that_cannot_be_applied_is_a_failure_and_no_rejection() {
        Mink<MemoryTransaction> mink = Mink.builder(storage)
                .aggregate(Fragile.TYPE)
                .handle(PlaceOnce.class, Fragile.TYPE, PlaceOnce::orderId, (fragile, command) -> fragile.press())
                .build()
                .start();
        mink.store().append(Fragile.TYPE.stream("o"), ExpectedVersion.noStream(), List.of(new Cracked(true)));

        assertThatExceptionOfType(Fragile.Broken.class).isThrownBy(() -> mink.dispatch(COMMAND));
        assertThat(mink.dispatch(new PlaceOnce("k", "other", "c")))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isInstanceOf(Fragile.Broken.class));
    }

    record Cracked(boolean all) {}

    /** Its rule is broken both when it acts and when it is loaded. */
    static final class Fragile extends Aggregate<Cracked> {

        static final AggregateType<Fragile, Cracked> TYPE = AggregateType.of("Fragile", Fragile::new, Cracked.class);

        Fragile(String id) {
            super(id);
        }

        void press() {
            raise(new Cracked(false));
        }

        @Override
        protected void apply(Cracked event) {
            throw new Broken();
        }

        static final class Broken extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }

    @Test
    void what_a_rule_rejects_is_decided_when_the_bus_is_built() {
        Mink.Builder<MemoryTransaction> builder = Mink.builder(storage)
                .rejections(e -> e instanceof IllegalStateException)
                .handle(Ship.class, (command, context) -> {
                    throw new IllegalStateException("closed");
                });
        Mink<MemoryTransaction> mink = builder.build().start();
        builder.rejections(e -> false);

        assertThat(mink.dispatch(new Ship("o"))).isInstanceOf(Rejected.class);
    }

    @Test
    void metadata_goes_with_every_command_of_a_list() {
        Mink<MemoryTransaction> mink = Orders.builder(storage).build().start();

        mink.commands()
                .dispatchAll(
                        List.of(new Place("o", "c"), new AddLine("o", "mug")),
                        Metadata.empty().withUserId("ann"),
                        AfterFailure.STOP);

        assertThat(mink.store()
                        .read(Order.TYPE.stream("o"))
                        .map(event -> event.metadata().userId()))
                .containsExactly("ann", "ann");
    }

    @Test
    void a_closed_bus_lets_commands_under_way_go_on() {
        List<Mink<MemoryTransaction>> self = new ArrayList<>();
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware((envelope, next) -> {
                    self.get(0).commands().close();
                    return next.proceed(envelope);
                })
                .build()
                .start();
        self.add(mink);

        assertThat(mink.dispatch(new Place("o", "c"))).isInstanceOf(Accepted.class);
        assertThatIllegalStateException().isThrownBy(() -> mink.dispatch(new Place("p", "c")));
        assertThat(storage.lastPosition()).isEqualTo(1);
    }

    @Test
    void a_rejected_decision_is_a_rejection() {
        Mink<MemoryTransaction> bank = Mink.builder(storage)
                .decider(Account.TYPE)
                .handle(Account.Command.class, Account.TYPE, command -> "a")
                .build()
                .start();

        assertThat(bank.dispatch(new Account.Withdraw(1)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isInstanceOf(Account.Overdrawn.class));
    }
}
