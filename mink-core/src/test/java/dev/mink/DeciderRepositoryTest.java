package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Balance;
import dev.mink.fixture.Account.Deposit;
import dev.mink.fixture.Account.Deposited;
import dev.mink.fixture.Account.Open;
import dev.mink.fixture.Account.Opened;
import dev.mink.fixture.Account.Withdraw;
import dev.mink.fixture.Account.Withdrawn;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeciderRepositoryTest {

    private static final StreamId STREAM = StreamId.of("Account", "1");
    private static final ConflictRetry EAGER = new ConflictRetry(3, Duration.ZERO, Duration.ZERO);

    private final SettableClock clock = new SettableClock("2011-01-01T00:00:00Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage(clock));
    private final EventStore<MemoryTransaction> store =
            EventStore.of(storage, EventTypes.of(Account.Event.class, OrderEvent.class));
    private final DeciderRepository<Account.Command, Balance, Account.Event> accounts =
            store.repository(Account.TYPE).retrying(EAGER);

    @Test
    void what_has_no_events_is_in_the_initial_state_at_version_0() {
        assertThat(accounts.load("1")).isEqualTo(new Versioned<>(new Balance(false, 0), 0));
    }

    @Test
    void a_decision_is_stored_and_tells_what_came_of_it() {
        assertThat(accounts.decide("1", new Open("me")))
                .isEqualTo(new Decision<>(List.of(new Opened("me")), new Balance(true, 0), 1));
        assertThat(accounts.decide("1", new Deposit(5)))
                .isEqualTo(new Decision<>(List.of(new Deposited(5)), new Balance(true, 5), 2));
        assertThat(accounts.load("1")).isEqualTo(new Versioned<>(new Balance(true, 5), 2));
        assertThat(store.read(STREAM).map(RecordedEvent::event)).containsExactly(new Opened("me"), new Deposited(5));
    }

    @Test
    void a_command_that_changes_nothing_writes_nothing() {
        accounts.decide("1", new Open("me"));
        storage.appends = 0;

        assertThat(accounts.decide("1", new Open("again")))
                .isEqualTo(new Decision<>(List.of(), new Balance(true, 0), 1));
        assertThat(storage.appends).isZero();
    }

    @Test
    void a_rejection_passes_through_as_it_is_and_writes_nothing() {
        accounts.decide("1", new Deposit(5));
        storage.appends = 0;

        assertThatExceptionOfType(Account.Overdrawn.class)
                .isThrownBy(() -> accounts.decide("1", new Withdraw(6)))
                .withMessage("only 5 is there")
                .withNoCause();
        assertThat(storage.appends).isZero();
    }

    @Test
    void a_decision_that_was_overtaken_is_made_again_on_the_new_state() {
        accounts.decide("1", new Deposit(10));
        storage.beforeAppend(() -> store.append(STREAM, ExpectedVersion.exactly(1), List.of(new Withdrawn(3))));

        assertThat(accounts.decide("1", new Withdraw(7)))
                .isEqualTo(new Decision<>(List.of(new Withdrawn(7)), new Balance(true, 0), 3));
    }

    @Test
    void a_decision_that_was_overtaken_may_be_a_rejection_then() {
        accounts.decide("1", new Deposit(10));
        storage.beforeAppend(() -> store.append(STREAM, ExpectedVersion.exactly(1), List.of(new Withdrawn(3))));

        assertThatExceptionOfType(Account.Overdrawn.class)
                .isThrownBy(() -> accounts.decide("1", new Withdraw(8)))
                .withMessage("only 7 is there");
        assertThat(accounts.load("1")).isEqualTo(new Versioned<>(new Balance(true, 7), 2));
    }

    @Test
    void a_decision_gives_up_after_its_attempts() {
        AtomicInteger decisions = new AtomicInteger();
        Decider<Deposit, Balance, Account.Event> overtaken = Decider.of(
                new Balance(false, 0),
                (command, state) -> {
                    decisions.incrementAndGet();
                    store.append(STREAM, ExpectedVersion.any(), List.of(new Deposited(1)));
                    return List.of(new Deposited(command.amount()));
                },
                Account.DECIDER::evolve);

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> store.repository(DeciderType.of("Account", overtaken, Account.Event.class))
                        .retrying(EAGER)
                        .decide("1", new Deposit(100)))
                .satisfies(e -> assertThat(e.actual()).isEqualTo(3));
        assertThat(decisions).hasValue(3);
        assertThat(accounts.load("1").state()).isEqualTo(new Balance(true, 3));
    }

    @Test
    void within_a_transaction_there_is_one_attempt() {
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> store.transact(transaction -> {
                    EventStore<MemoryTransaction> inside = store.within(transaction);
                    Decider<Deposit, Balance, Account.Event> overtaken = Decider.of(
                            new Balance(false, 0),
                            (command, state) -> {
                                inside.append(STREAM, ExpectedVersion.any(), List.of(new Deposited(1)));
                                return List.of(new Deposited(2));
                            },
                            Account.DECIDER::evolve);
                    return inside.repository(DeciderType.of("Account", overtaken, Account.Event.class))
                            .decide("1", new Deposit(1));
                }));
        assertThat(accounts.load("1").version()).isZero();
    }

    @Test
    void a_state_is_loaded_as_of_a_version_or_an_instant() {
        Instant first = clock.instant();
        accounts.decide("1", new Open("me"));
        clock.advance(Duration.ofSeconds(1));
        accounts.decide("1", new Deposit(5));

        assertThat(accounts.loadAt("1", 1)).isEqualTo(new Versioned<>(new Balance(true, 0), 1));
        assertThat(accounts.loadAt("1", 2).state().amount()).isEqualTo(5);
        assertThat(accounts.loadAt("1", first)).isEqualTo(new Versioned<>(new Balance(true, 0), 1));
        assertThat(accounts.loadAt("1", clock.instant()).version()).isEqualTo(2);
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> accounts.loadAt("1", 3))
                .withMessage("stream Account-1 has no version 3: its last is 2");
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> accounts.loadAt("1", first.minusMillis(1)));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> accounts.loadAt("1", (Instant) null))
                .withMessage("instant");
    }

    @Test
    void an_event_of_another_kind_in_the_stream_is_named_with_its_place() {
        store.append(STREAM, ExpectedVersion.any(), List.of(new OrderEvent.Cancelled()));

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> accounts.load("1"))
                .withMessageStartingWith("event Cancelled at version 1 of Account-1 is a dev.mink.fixture.OrderEvent$"
                        + "Cancelled, which Account cannot apply: it is not a dev.mink.fixture.Account$Event;");
    }

    private DeciderRepository<String, String, Account.Event> faulty(Decider<String, String, Account.Event> decider) {
        return store.repository(DeciderType.of("Faulty", decider, Account.Event.class));
    }

    @Test
    void a_decider_that_gives_null_is_told_so() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() ->
                        faulty(Decider.of("", (c, s) -> null, (s, e) -> s)).decide("1", "do"))
                .withMessage("the events that java.lang.String led to: give an empty list for none");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> faulty(Decider.of("", (c, s) -> Arrays.asList((Account.Event) null), (s, e) -> s))
                        .decide("1", "do"))
                .withMessage("an event for Faulty-1");
        assertThat(storage.appends).isZero();
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> accounts.decide("1", null))
                .withMessage("command");
    }

    @Test
    void a_state_that_is_null_is_told_so_and_never_stored() {
        DeciderRepository<String, String, Account.Event> forgetful =
                faulty(Decider.of("", (c, s) -> List.of(new Opened(c)), (s, e) -> null));

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> forgetful.decide("1", "do"))
                .withMessage("the state of Faulty-1 after dev.mink.fixture.Account$Opened");
        assertThat(storage.appends).isZero();
    }

    @Test
    void an_event_that_cannot_be_evolved_is_never_stored() {
        Decider<String, String, Account.Event> broken = Decider.of("", (c, s) -> List.of(new Opened(c)), (s, e) -> {
            throw new UnsupportedOperationException("cannot evolve " + e);
        });

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> faulty(broken).decide("1", "do"))
                .withMessage("cannot evolve Opened[owner=do]");
        assertThat(storage.appends).isZero();
    }

    @Test
    void decided_events_cannot_be_changed_later() {
        List<Account.Event> reused = new java.util.ArrayList<>(List.of(new Opened("me")));
        Decision<String, Account.Event> decision =
                faulty(Decider.of("", (c, s) -> reused, (s, e) -> "x")).decide("1", "do");
        reused.clear();

        assertThat(decision.events()).containsExactly(new Opened("me"));
        assertThat(decision.state()).isEqualTo("x");
    }

    @Test
    void commands_carry_the_metadata_of_the_store() {
        store.with(Metadata.empty().withUserId("u")).repository(Account.TYPE).decide("1", new Open("me"));

        assertThat(store.read(STREAM).map(event -> event.metadata().userId())).containsExactly("u");
    }
}
