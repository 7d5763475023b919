package dev.mink.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.Orders.AddLine;
import dev.mink.command.Orders.Place;
import dev.mink.command.Orders.PlaceOnce;
import dev.mink.command.Orders.Ship;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final AuditLog log = storage.audit().orElseThrow();

    @Test
    void every_command_leaves_an_entry_that_can_be_found_by_what_it_says() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .clock(clock)
                .middleware(Middleware.audit())
                .build()
                .start();
        Metadata ann = Metadata.empty().withUserId("ann").withTenantId("t-1").withCorrelationId("x");
        mink.dispatch(new Place("o-1", "c-1"), ann);
        mink.dispatch(new Ship("o-1"));
        mink.dispatch(new AddLine("o-1", "mug"), ann.withUserId("bob"));

        assertThat(log.find(AuditQuery.all()))
                .extracting(AuditEntry::commandType, AuditEntry::outcome, AuditEntry::version, AuditEntry::reason)
                .containsExactly(
                        tuple("Place", "accepted", 1L, null),
                        tuple("Ship", "accepted", 2L, null),
                        tuple("AddLine", "rejected", 0L, "AlreadyShipped"));
        assertThat(positions(AuditQuery.all().user("ann"))).containsExactly(1L);
        assertThat(positions(AuditQuery.all().tenant("t-1"))).containsExactly(1L, 3L);
        assertThat(positions(AuditQuery.all().correlation("x").after(1))).containsExactly(3L);
        assertThat(positions(AuditQuery.all().command(Ship.class))).containsExactly(2L);
        assertThat(positions(AuditQuery.all().outcome("rejected"))).containsExactly(3L);
        assertThat(positions(AuditQuery.all().stream(StreamId.of("Order", "o-1"))))
                .containsExactly(1L, 2L);
        assertThat(positions(AuditQuery.all().limit(2))).containsExactly(1L, 2L);
        assertThat(positions(AuditQuery.all().between(clock.instant(), clock.instant())))
                .isEmpty();
        assertThat(log.find(AuditQuery.all().limit(1)).get(0))
                .satisfies(entry -> assertThat(entry.at()).isEqualTo(clock.instant()))
                .satisfies(entry -> assertThat(entry.details()).isNull());
    }

    private List<Long> positions(AuditQuery query) {
        return log.find(query).stream().map(AuditEntry::position).toList();
    }

    @Test
    void a_failure_leaves_an_entry_and_is_thrown_as_it_was() {
        Mink<MemoryTransaction> mink = Mink.builder(storage)
                .middleware(Middleware.audit())
                .handle(Ship.class, (command, context) -> {
                    throw new IllegalStateException("broken");
                })
                .build()
                .start();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> mink.dispatch(new Ship("o")));
        assertThat(log.find(AuditQuery.all()))
                .extracting(AuditEntry::outcome, AuditEntry::reason)
                .containsExactly(tuple("failed", "IllegalStateException"));
    }

    @Test
    void contents_are_kept_as_a_function_allows() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(Middleware.audit(
                        (field, value) -> field.equals("customerId") ? "***" : field.equals("orderId") ? value : null,
                        AuditFailure.THROW))
                .build()
                .start();

        mink.dispatch(new Place("o-1", "c-1"));

        assertThat(log.find(AuditQuery.all()).get(0).details())
                .isEqualTo("{\"orderId\":\"o-1\",\"customerId\":\"***\"}");
    }

    @Test
    void an_entry_that_cannot_be_written_never_hides_the_outcome() {
        Redaction broken = (field, value) -> {
            throw new IllegalStateException("no key");
        };
        Mink<MemoryTransaction> required = Orders.builder(storage)
                .middleware(Middleware.audit(broken, AuditFailure.THROW))
                .build()
                .start();
        Mink<MemoryTransaction> optional = Orders.builder(storage)
                .middleware(Middleware.audit(broken, AuditFailure.LOG))
                .build()
                .start();

        assertThatExceptionOfType(AuditFailedException.class)
                .isThrownBy(() -> required.dispatch(new Place("o-1", "c-1")))
                .withMessageContaining(
                        "the command Place was accepted but its audit entry could not be written: no key")
                .satisfies(e -> assertThat(e.result()).isInstanceOf(Accepted.class));
        assertThat(optional.dispatch(new Place("o-2", "c-1"))).isInstanceOf(Accepted.class);
    }

    record Address(String street, String city) {}

    record Register(String customerId, Address address, List<Address> others, Map<String, String> notes, int age) {}

    @Test
    void a_function_is_asked_about_everything_within_what_it_keeps() {
        List<String> asked = new ArrayList<>();
        Mink<MemoryTransaction> mink = Mink.builder(storage)
                .middleware(Middleware.audit(
                        (field, value) -> {
                            asked.add(field);
                            return field.equals("street") ? "***" : field.equals("secret") ? null : value;
                        },
                        AuditFailure.THROW))
                .handle(Register.class, (command, context) -> CommandResult.done())
                .build()
                .start();
        Address home = new Address("Elm St 1", "Z\0rich \ud800");

        mink.dispatch(new Register("c-1", home, List.of(home, home), Map.of("secret", "x", "open", "y"), 42));

        assertThat(mink.commands().audit(AuditQuery.all()).get(0).details())
                .isEqualTo("{\"customerId\":\"c-1\",\"address\":{\"street\":\"***\",\"city\":\"Z?rich ?\"},"
                        + "\"others\":[{\"street\":\"***\",\"city\":\"Z?rich ?\"},"
                        + "{\"street\":\"***\",\"city\":\"Z?rich ?\"}],"
                        + "\"notes\":{\"open\":\"y\"},\"age\":42}");
        assertThat(asked).contains("address", "street", "city", "others", "notes", "secret", "open", "age");
    }

    @Test
    void what_is_replaced_or_left_out_is_not_looked_into() {
        List<String> asked = new ArrayList<>();
        Mink<MemoryTransaction> mink = Mink.builder(storage)
                .middleware(Middleware.audit(
                        (field, value) -> {
                            asked.add(field);
                            return field.equals("address") ? Map.of("hidden", true) : null;
                        },
                        AuditFailure.THROW))
                .handle(Register.class, (command, context) -> CommandResult.done())
                .build()
                .start();

        mink.dispatch(
                new Register("c-1", new Address("s", "c"), List.of(new Address("s", "c")), Map.of("secret", "x"), 42));

        assertThat(log.find(AuditQuery.all()).get(0).details()).isEqualTo("{\"address\":{\"hidden\":true}}");
        assertThat(asked).containsExactlyInAnyOrder("customerId", "address", "others", "notes", "age");
    }

    @Test
    void an_error_of_a_redaction_hides_the_outcome_no_more_than_an_exception_does() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(Middleware.audit(
                        (field, value) -> {
                            throw new AssertionError("bug");
                        },
                        AuditFailure.LOG))
                .build()
                .start();

        assertThat(mink.dispatch(new Place("o-1", "c-1"))).isInstanceOf(Accepted.class);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .as("the failure of the command itself")
                .isThrownBy(() -> mink.dispatch(new Place(" ", "c-1")));
    }

    @Test
    void a_failed_command_throws_its_own_failure_although_its_entry_is_required() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(Middleware.audit(
                        (field, value) -> {
                            throw new IllegalStateException("no key");
                        },
                        AuditFailure.THROW))
                .build()
                .start();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> mink.dispatch(new Place(" ", "c-1")))
                .withMessageContaining("stream id is blank");
    }

    @Test
    void a_repetition_leaves_an_entry_too() {
        Mink<MemoryTransaction> mink = Orders.builder(storage)
                .middleware(Middleware.audit(), Middleware.idempotency())
                .build()
                .start();
        mink.dispatch(new PlaceOnce("k", "o-1", "c-1"));
        mink.dispatch(new PlaceOnce("k", "o-1", "c-1"));

        assertThat(log.find(AuditQuery.all()))
                .extracting(AuditEntry::outcome, AuditEntry::version)
                .containsExactly(tuple("accepted", 1L), tuple("accepted", 1L));
    }
}
