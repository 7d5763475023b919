package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.ConflictRetry;
import dev.mink.Decider;
import dev.mink.DeciderType;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.command.CommandBus.AfterFailure;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Idempotent;
import dev.mink.command.JakartaValidation;
import dev.mink.command.Middleware;
import dev.mink.command.Permission;
import dev.mink.command.SelfValidating;
import dev.mink.command.UnauthorizedException;
import dev.mink.command.ValidationException;
import dev.mink.command.Violation;
import dev.mink.command.Violations;
import dev.mink.examples.docs.CommandsDocsTest.TillCommand.Open;
import dev.mink.examples.docs.CommandsDocsTest.TillCommand.Pay;
import dev.mink.examples.docs.CommandsDocsTest.TillEvent.Opened;
import dev.mink.examples.docs.CommandsDocsTest.TillEvent.Paid;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderAlreadyShippedException;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

/** What docs/commands.md shows and says. */
final class CommandsDocsTest {
    private static final AddLine MUGS = new AddLine("o-1", "mug", 2, new BigDecimal("4.50"));

    // region: command
    record AddLine(String orderId, String sku, int quantity, BigDecimal unitPrice) {}

    record Ship(String orderId, String trackingNumber) {}
    // endregion

    @Test
    void a_use_case_is_a_record_and_a_method() {
        // region: bus
        try (Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .handle(
                        AddLine.class,
                        Order.TYPE,
                        AddLine::orderId,
                        (order, add) -> order.addLine(add.sku(), add.quantity(), add.unitPrice()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship(ship.trackingNumber()))
                .middleware(Middleware.correlation(), Middleware.logging(), Middleware.retryOnConflict(5))
                .build()
                .start()) {
            CommandResult result = mink.dispatch(new AddLine("o-1", "mug", 2, new BigDecimal("4.50")));

            Accepted accepted = result.orElseThrow();
            assertThat(accepted.aggregateId()).isEqualTo("o-1");
            assertThat(accepted.version()).isEqualTo(1);
            assertThat(accepted.events()).containsExactly(new LineAdded("mug", 2, new BigDecimal("4.50")));
        }
        // endregion
    }

    // region: readme-command
    record Pack(String orderId, String sku, int quantity, BigDecimal unitPrice) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return "pack " + orderId + " " + sku;
        }
    }
    // endregion

    @Test
    void the_readme_tells_the_truth() {
        // region: readme
        var mink = Mink.builder(new InMemoryStorage())
                .handle(
                        Pack.class,
                        Order.TYPE,
                        Pack::orderId,
                        (order, pack) -> order.addLine(pack.sku(), pack.quantity(), pack.unitPrice()))
                .middleware(Middleware.logging(), Middleware.retryOnConflict(5), Middleware.idempotency())
                .build()
                .start();

        Pack mugs = new Pack("o-2", "mug", 2, new BigDecimal("4.50"));
        CommandResult first = mink.dispatch(mugs);
        CommandResult again = mink.dispatch(mugs); // the same result, and no second line
        // endregion
        assertThat(again).isEqualTo(first);
        assertThat(mink.repository(Order.TYPE).load("o-2").version()).isEqualTo(1);
        mink.close();
    }

    @Test
    void a_rejection_is_a_result_and_a_failure_is_thrown() {
        try (Mink<MemoryTransaction> mink = mink()) {
            mink.dispatch(new Ship("o-1", "T-1")).orElseThrow();

            // region: results
            CommandResult result = mink.dispatch(new AddLine("o-1", "jar", 1, new BigDecimal("3.00")));

            String answer;
            if (result instanceof Accepted accepted) {
                answer = "now at version " + accepted.version();
            } else if (result instanceof Rejected rejected) {
                answer = "no: " + rejected.reason().getMessage();
            } else {
                answer = "try again later"; // Failed, which only Middleware.recovery() makes
            }
            // endregion
            assertThat(answer).isEqualTo("no: the order is already shipped");
            assertThatThrownBy(result::orElseThrow).isInstanceOf(OrderAlreadyShippedException.class);
        }
    }

    @Test
    void recovery_makes_results_of_failures() {
        CommandResult result = Mink.builder(new InMemoryStorage())
                .handle(Ship.class, (ship, context) -> {
                    throw new IOException("no printer");
                })
                .middleware(Middleware.recovery())
                .build()
                .start()
                .dispatch(new Ship("o-1", "T-1"));

        assertThat(result).isInstanceOf(Failed.class);
        assertThat(((Failed) result).cause()).hasRootCauseMessage("no printer");
    }

    sealed interface TillCommand {
        String tillId();

        record Open(String tillId) implements TillCommand {}

        record Pay(String tillId, BigDecimal amount) implements TillCommand {}
    }

    sealed interface TillEvent {
        record Opened() implements TillEvent {}

        record Paid(BigDecimal amount) implements TillEvent {}
    }

    record Till(BigDecimal total) {
        static final DeciderType<TillCommand, Till, TillEvent> TYPE = DeciderType.of(
                "Till",
                Decider.builder(TillCommand.class, new Till(BigDecimal.ZERO), TillEvent.class)
                        .decide(Open.class, (open, till) -> List.of(new Opened()))
                        .decide(Pay.class, (pay, till) -> List.of(new Paid(pay.amount())))
                        .evolve(Opened.class, (till, opened) -> till)
                        .evolve(Paid.class, (till, paid) -> new Till(till.total.add(paid.amount())))
                        .build(),
                TillEvent.class);
    }

    @Test
    void a_decider_takes_all_commands_under_its_root() {
        // region: decider
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .handle(TillCommand.class, Till.TYPE, TillCommand::tillId)
                .build()
                .start();
        mink.dispatch(new Open("t-1"));
        mink.dispatch(new Pay("t-1", new BigDecimal("9.00")));
        // endregion
        assertThat(mink.repository(Till.TYPE).load("t-1").state().total()).isEqualTo("9.00");
    }

    record Restock(String sku, int pieces) {}

    record Restocked(String sku, int pieces) {}

    record Shelf(int pieces) {}

    @Test
    void a_function_does_what_it_likes_and_may_answer() {
        // region: function
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .events(EventTypes.of(Restocked.class))
                .handle(Restock.class, Shelf.class, (restock, context) -> {
                    StreamId shelf = StreamId.of("Shelf", restock.sku());
                    Restocked event = new Restocked(restock.sku(), restock.pieces());
                    context.store().append(shelf, ExpectedVersion.any(), List.of(event));
                    return CommandResult.of(new Shelf(restock.pieces()));
                })
                .build()
                .start();
        Object shelf = mink.dispatch(new Restock("mug", 12)).orElseThrow().data();
        // endregion
        assertThat(shelf).isEqualTo(new Shelf(12));
        assertThat(mink.store().lastPosition()).isEqualTo(1);
    }

    @Test
    void metadata_reach_the_events() {
        // region: metadata
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship(ship.trackingNumber()))
                .middleware(Middleware.correlation(), Middleware.causation())
                .build()
                .start();
        mink.dispatch(new Ship("o-1", "T-1"), Metadata.empty().withUserId("anna"));

        RecordedEvent shipped = mink.store().read(FeedQuery.all()).findFirst().orElseThrow();
        assertThat(shipped.metadata().userId()).isEqualTo("anna");
        assertThat(shipped.metadata().correlationId()).isNotNull(); // the one that was given, or a new one
        assertThat(shipped.metadata().causationId()).isNotNull(); // the id of the command
        // endregion
    }

    // region: self-validating
    record Reserve(String sku, int pieces) implements SelfValidating {
        @Override
        public void validate(Violations violations) {
            violations
                    .require(!sku.isBlank(), "sku", "must be given", "required")
                    .require(pieces > 0, "pieces", "must be positive", "positive");
        }
    }
    // endregion

    @Test
    void validation_tells_all_that_is_wrong() {
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .handle(Reserve.class, (reserve, context) -> CommandResult.done())
                .middleware(Middleware.validation())
                .build()
                .start();

        Rejected rejected = (Rejected) mink.dispatch(new Reserve("", 0));

        assertThat(((ValidationException) rejected.reason()).violations())
                .containsExactly(
                        new Violation("sku", "must be given", "required"),
                        new Violation("pieces", "must be positive", "positive"));
        assertThat(mink.dispatch(new Reserve("mug", 1))).isEqualTo(CommandResult.done());
    }

    record Rename(@NotBlank String name, @Positive int copies) {}

    @Test
    void jakarta_validation_is_a_validator_like_others() {
        Validator validator = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
        // region: jakarta
        Middleware validation = Middleware.validation(JakartaValidation.of(validator));
        // endregion
        CommandResult result = Mink.builder(new InMemoryStorage())
                .handle(Rename.class, (rename, context) -> CommandResult.done())
                .middleware(validation)
                .build()
                .start()
                .dispatch(new Rename(" ", 0));

        assertThat(((ValidationException) ((Rejected) result).reason()).violations())
                .extracting(violation -> violation.field() + " " + violation.code())
                .containsExactly("copies Positive", "name NotBlank");
    }

    @Test
    void middleware_reads_from_top_to_bottom() {
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship(ship.trackingNumber()))
                .handle(Reserve.class, (reserve, context) -> CommandResult.done())
                // region: middleware
                .middleware(
                        Middleware.recovery(),
                        Middleware.correlation(),
                        Middleware.causation(),
                        Middleware.logging(),
                        Middleware.audit(),
                        Middleware.authorization(
                                        envelope -> isClerk(envelope.metadata().userId())
                                                ? Permission.granted()
                                                : Permission.denied("only clerks may ship"))
                                .forType(Ship.class),
                        Middleware.validation(),
                        Middleware.timeout(Duration.ofSeconds(5)),
                        Middleware.retryOnConflict(new ConflictRetry(8, Duration.ofMillis(2), Duration.ofMillis(200))),
                        Middleware.idempotency())
                // endregion
                .build()
                .start();

        Rejected refused = (Rejected) mink.dispatch(new Ship("o-1", "T-1"));
        assertThat(refused.reason()).isInstanceOf(UnauthorizedException.class).hasMessage("only clerks may ship");
        assertThat(mink.dispatch(new Ship("o-1", "T-1"), Metadata.empty().withUserId("anna")))
                .isInstanceOf(Accepted.class);
        assertThat(mink.dispatch(new Reserve("mug", 1))).isInstanceOf(Accepted.class);
    }

    private static boolean isClerk(String userId) {
        return "anna".equals(userId);
    }

    @Test
    void a_middleware_is_a_function() {
        List<String> slow = new ArrayList<>();
        // region: own
        Middleware slowCommands = (envelope, next) -> {
            long start = System.nanoTime();
            CommandResult result = next.proceed(envelope);
            if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(200)) {
                slow.add(envelope.type());
            }
            return result;
        };
        // endregion
        CommandResult result = Mink.builder(new InMemoryStorage())
                .handle(Reserve.class, (reserve, context) -> CommandResult.done())
                .middleware(slowCommands)
                .build()
                .start()
                .dispatch(new Reserve("mug", 1));

        assertThat(result).isEqualTo(CommandResult.done());
        assertThat(slow).doesNotContain("Ship");
    }

    @Test
    void many_are_dispatched_in_order_and_one_in_the_background() throws Exception {
        try (Mink<MemoryTransaction> mink = mink()) {
            // region: async
            CompletableFuture<CommandResult> later = mink.commands().dispatchAsync(MUGS);
            // endregion
            assertThat(later.get(60, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);

            // region: all
            List<CommandResult> results = mink.commands()
                    .dispatchAll(List.of(new Ship("o-1", "T-1"), MUGS, new Ship("o-2", "T-2")), AfterFailure.STOP);
            // endregion
            assertThat(results).extracting(CommandResult::outcome).containsExactly("accepted", "rejected");
        }
    }

    private static Mink<MemoryTransaction> mink() {
        return Mink.builder(new InMemoryStorage())
                .handle(
                        AddLine.class,
                        Order.TYPE,
                        AddLine::orderId,
                        (order, add) -> order.addLine(add.sku(), add.quantity(), add.unitPrice()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship(ship.trackingNumber()))
                .build()
                .start();
    }
}
