package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Orders.AddLine;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.Ship;
import dev.mink.memory.MemoryTransaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MiddlewareTest {

    private static final CommandEnvelope ENVELOPE =
            new CommandEnvelope("id-1", new Place("o-1", "c-1"), Metadata.empty());

    @Test
    void the_first_of_the_list_is_the_outermost() {
        List<String> calls = new ArrayList<>();
        Mink<MemoryTransaction> mink = Orders.builder()
                .middleware(tracing("a", calls), tracing("b", calls))
                .middleware(tracing("c", calls))
                .build()
                .start();

        mink.dispatch(new Place("o-1", "c-1"));

        assertThat(calls).containsExactly("a before", "b before", "c before", "c after", "b after", "a after");
    }

    private static Middleware tracing(String name, List<String> calls) {
        return (envelope, next) -> {
            calls.add(name + " before");
            CommandResult result = next.proceed(envelope);
            calls.add(name + " after");
            return result;
        };
    }

    @Test
    void the_ids_of_a_command_reach_its_events() {
        Mink<MemoryTransaction> mink = Orders.builder()
                .middleware(Middleware.correlation(), Middleware.causation())
                .build()
                .start();

        mink.dispatch(
                new Place("o-1", "c-1"), Metadata.empty().withUserId("ann").withAttribute("ip", "::1"));
        mink.dispatch(new AddLine("o-1", "mug"), Metadata.empty().withCorrelationId("given"));

        List<Metadata> metadata = mink.store()
                .read(dev.mink.StreamId.of("Order", "o-1"))
                .map(RecordedEvent::metadata)
                .toList();
        assertThat(metadata.get(0).correlationId()).hasSize(36);
        assertThat(metadata.get(0).causationId()).hasSize(36);
        assertThat(metadata.get(0).userId()).isEqualTo("ann");
        assertThat(metadata.get(0).attributes()).containsEntry("ip", "::1");
        assertThat(metadata.get(1).correlationId()).isEqualTo("given");
        assertThat(metadata.get(1).causationId()).isNotEqualTo(metadata.get(0).causationId());
    }

    @Test
    void recovery_makes_results_of_failures_but_not_when_memory_is_out() {
        assertThat(Middleware.recovery().handle(ENVELOPE, e -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.cause()).hasMessage("broken"));
        assertThat(Middleware.recovery().handle(ENVELOPE, e -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(Failed.class);
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> Middleware.recovery().handle(ENVELOPE, e -> {
                    throw new OutOfMemoryError("none left");
                }));
    }

    @Test
    void validation_tells_everything_that_is_wrong() {
        Mink<MemoryTransaction> mink = Orders.builder()
                .middleware(Middleware.validation((command, violations) -> violations.add("", "is unlucky", "luck")))
                .build()
                .start();

        CommandResult result = mink.dispatch(new AddLine(" ", ""));

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(result::orElseThrow)
                .withMessage("the command AddLine is not valid: orderId must not be blank (required);"
                        + " sku must not be blank (required); is unlucky (luck)")
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::code)
                        .containsExactly("required", "required", "luck"));
        assertThat(mink.store().lastPosition()).isZero();
    }

    @Test
    void a_validator_that_throws_is_a_failure() {
        Middleware validation = Middleware.validation((command, violations) -> {
            throw new IllegalStateException("no rules");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> validation.handle(ENVELOPE, e -> CommandResult.done()))
                .withMessage("no rules");
    }

    @Test
    void a_tenant_comes_from_the_command_or_from_the_metadata_and_both_agree() {
        record Close(String tenantId) implements ForTenant {}
        Middleware tenant = Middleware.tenantRequired();
        List<Metadata> seen = new ArrayList<>();
        Middleware.Next next = e -> {
            seen.add(e.metadata());
            return CommandResult.done();
        };

        tenant.handle(new CommandEnvelope("1", new Close("t-1"), Metadata.empty()), next);
        tenant.handle(new CommandEnvelope("2", new Ship("o"), Metadata.empty().withTenantId("t-2")), next);

        assertThat(seen).extracting(Metadata::tenantId).containsExactly("t-1", "t-2");
        assertThat(tenant.handle(new CommandEnvelope("3", new Ship("o"), Metadata.empty()), next))
                .isInstanceOf(Rejected.class);
        assertThat(tenant.handle(
                        new CommandEnvelope(
                                "4", new Close("t-1"), Metadata.empty().withTenantId("t-2")),
                        next))
                .isInstanceOf(Rejected.class);
        assertThat(Middleware.tenant().handle(new CommandEnvelope("5", new Ship("o"), Metadata.empty()), next))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void a_rule_can_refuse_who_sent_a_command() {
        Middleware guard = Middleware.authorization(
                e -> e.metadata().userId() == null ? Permission.denied("nobody is signed in") : Permission.granted());

        assertThat(guard.handle(ENVELOPE, e -> CommandResult.done()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .isInstanceOf(UnauthorizedException.class)
                                .hasMessage("nobody is signed in"));
        assertThat(guard.handle(ENVELOPE.withMetadata(Metadata.empty().withUserId("ann")), e -> CommandResult.done()))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void middleware_can_be_for_some_commands_only() {
        Middleware never = (envelope, next) -> new Rejected(new IllegalStateException("never"));

        assertThat(never.forType(Ship.class).handle(ENVELOPE, e -> CommandResult.done()))
                .isInstanceOf(Accepted.class);
        assertThat(never.forType(Place.class).handle(ENVELOPE, e -> CommandResult.done()))
                .isInstanceOf(Rejected.class);
        assertThat(never.when(e -> e.id().equals("id-2")).handle(ENVELOPE, e -> CommandResult.done()))
                .isInstanceOf(Accepted.class);
    }
}
