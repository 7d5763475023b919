package dev.mink.postgres.command.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.CommandTimeoutException;
import dev.mink.command.RememberedRejectionException;
import dev.mink.command.UnauthorizedException;
import dev.mink.command.ValidationException;
import dev.mink.postgres.command.pairs.Act.Acted;
import dev.mink.postgres.command.pairs.Act.Refused;
import dev.mink.postgres.command.pairs.Act.Stage;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What a middleware promises holds with every other one outside or inside of it.
 *
 * @param <T> the transactions of the storage
 */
final class Laws<T> {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final EventStorage<T> storage;
    private final Pair pair;

    /** What the aggregate does at each of its turns. */
    private Turn turn = stage -> {};

    private int turns;

    Laws(EventStorage<T> storage, Pair pair) {
        this.storage = storage;
        this.pair = pair;
    }

    /** What happens when the aggregate acts. */
    @FunctionalInterface
    private interface Turn {
        void of(Stage stage);
    }

    void hold() {
        an_accepted_command_takes_effect_with_the_metadata();
        a_rejection_is_a_result_and_leaves_nothing();
        a_failure_is_thrown_or_made_a_result_and_leaves_nothing();
        a_lost_race_is_run_again();
        a_repetition_takes_effect_once();
        what_takes_too_long_is_ended();
        what_is_not_valid_or_not_allowed_is_not_handled();
    }

    private Mink<T> mink(Duration timeout, Turn newTurn) {
        turns = 0;
        turn = newTurn;
        return Mink.builder(storage)
                .aggregate(Stage.TYPE)
                .handle(Act.class, Stage.TYPE, Act::id, (stage, act) -> {
                    turns++;
                    stage.act("command");
                    turn.of(stage);
                })
                .middleware(pair.outer().middleware(timeout), pair.inner().middleware(timeout))
                .build();
    }

    private static Act act() {
        return new Act(UUID.randomUUID().toString(), true);
    }

    /** Dispatches, with failures as results; the audit log has the entries that it should have. */
    private CommandResult dispatch(Mink<T> mink, Act act, Metadata metadata, String... outcomes) {
        long before = last(entries(0));
        CommandResult result;
        boolean recovered = true;
        try {
            result = mink.dispatch(act, metadata);
        } catch (RuntimeException e) {
            recovered = false;
            result = new Failed(e);
        }
        if (result instanceof Failed) {
            assertThat(recovered).as("a failure is a result").isEqualTo(pair.has(Kind.RECOVERY));
        }
        List<AuditEntry> entries = entries(before);
        if (pair.has(Kind.AUDIT)) {
            assertThat(entries).extracting(AuditEntry::outcome).containsExactly(outcomes);
            boolean knowsTenant = metadata.tenantId() != null || pair.is(Kind.TENANT, Kind.AUDIT);
            assertThat(entries).allMatch(entry -> (entry.tenantId() != null) == knowsTenant);
            assertThat(entries)
                    .allMatch(entry -> (entry.correlationId() != null) == pair.is(Kind.CORRELATION, Kind.AUDIT));
        } else {
            assertThat(entries).isEmpty();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        return result;
    }

    private CommandResult dispatch(Mink<T> mink, Act act, String... outcomes) {
        return dispatch(mink, act, Metadata.empty(), outcomes);
    }

    private List<AuditEntry> entries(long after) {
        return storage.audit().orElseThrow().find(AuditQuery.all().after(after).limit(Integer.MAX_VALUE));
    }

    private static long last(List<AuditEntry> entries) {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).position();
    }

    private long effects(Mink<T> mink, Act act) {
        return mink.store()
                .read(Stage.TYPE.stream(act.id()))
                .filter(event -> event.event().equals(new Acted("command")))
                .count();
    }

    private static @Nullable Throwable failure(CommandResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        return ((Failed) result).cause();
    }

    private void an_accepted_command_takes_effect_with_the_metadata() {
        Mink<T> mink = mink(LONG, stage -> {});
        Act act = act();

        assertThat(dispatch(mink, act, "accepted").orElseThrow().version()).isEqualTo(1);

        Metadata metadata = mink.store()
                .read(Stage.TYPE.stream(act.id()))
                .findFirst()
                .orElseThrow()
                .metadata();
        assertThat(metadata.correlationId() != null).isEqualTo(pair.has(Kind.CORRELATION));
        assertThat(metadata.causationId() != null).isEqualTo(pair.has(Kind.CAUSATION));
        assertThat(metadata.tenantId()).isEqualTo(pair.has(Kind.TENANT) ? Act.TENANT : null);
        assertThat(metadata.attributes()).hasSize(pair.has(Kind.METADATA) ? 1 : 0);
    }

    private void a_rejection_is_a_result_and_leaves_nothing() {
        Mink<T> mink = mink(LONG, stage -> {
            throw new Refused();
        });
        Act act = act();

        assertThat(reason(dispatch(mink, act, "rejected"))).isInstanceOf(Refused.class);
        assertThat(reason(dispatch(mink, act, "rejected")))
                .isInstanceOf(pair.has(Kind.IDEMPOTENCY) ? RememberedRejectionException.class : Refused.class);
        assertThat(turns).isEqualTo(pair.has(Kind.IDEMPOTENCY) ? 1 : 2);
        assertThat(effects(mink, act)).isZero();
    }

    private static Throwable reason(CommandResult result) {
        assertThat(result).isInstanceOf(Rejected.class);
        return ((Rejected) result).reason();
    }

    private void a_failure_is_thrown_or_made_a_result_and_leaves_nothing() {
        IllegalStateException failure = new IllegalStateException("broken");
        Mink<T> mink = mink(LONG, stage -> {
            if (turns == 1) {
                throw failure;
            }
        });
        Act act = act();

        assertThat(failure(dispatch(mink, act, "failed"))).isSameAs(failure);
        assertThat(effects(mink, act)).isZero();
        assertThat(dispatch(mink, act, "accepted")).as("after the failure").isInstanceOf(Accepted.class);
        assertThat(effects(mink, act)).isEqualTo(1);
    }

    private void a_lost_race_is_run_again() {
        Mink<T> mink = mink(LONG, stage -> {
            if (turns == 1) {
                appendAsAnother(stage);
            }
        });
        Act act = act();
        boolean retried = pair.has(Kind.RETRY) && !pair.is(Kind.IDEMPOTENCY, Kind.RETRY);
        String[] outcomes = pair.is(Kind.RETRY, Kind.AUDIT)
                ? new String[] {"failed", "accepted"}
                : new String[] {retried ? "accepted" : "failed"};

        CommandResult result = dispatch(mink, act, outcomes);

        if (retried) {
            assertThat(result).isInstanceOf(Accepted.class);
        } else {
            assertThat(failure(result)).isInstanceOf(ConcurrencyException.class);
        }
        assertThat(turns).isEqualTo(retried ? 2 : 1);
        assertThat(effects(mink, act)).isEqualTo(retried ? 1 : 0);
    }

    private void appendAsAnother(Stage stage) {
        assertThat(Mink.builder(storage)
                        .aggregate(Stage.TYPE)
                        .build()
                        .store()
                        .append(Stage.TYPE.stream(stage.id()), ExpectedVersion.any(), List.of(new Acted("another")))
                        .version())
                .isEqualTo(1);
    }

    private void a_repetition_takes_effect_once() {
        Mink<T> mink = mink(LONG, stage -> {});
        Act act = act();

        CommandResult first = dispatch(mink, act, "accepted");
        CommandResult second = dispatch(mink, act, "accepted");

        assertThat(second.equals(first)).isEqualTo(pair.has(Kind.IDEMPOTENCY));
        assertThat(turns).isEqualTo(pair.has(Kind.IDEMPOTENCY) ? 1 : 2);
        assertThat(effects(mink, act)).isEqualTo(turns);
        if (pair.has(Kind.AUTHORIZATION)) {
            assertThat(reason(dispatchAsBanned(mink, act))).isInstanceOf(UnauthorizedException.class);
        }
    }

    private CommandResult dispatchAsBanned(Mink<T> mink, Act act) {
        String[] outcomes = !pair.has(Kind.AUTHORIZATION)
                ? new String[] {"accepted"}
                : pair.inner() == Kind.AUDIT ? new String[0] : new String[] {"rejected"};
        return dispatch(mink, act, Metadata.empty().withUserId(Kind.BANNED), outcomes);
    }

    private void what_takes_too_long_is_ended() {
        if (!pair.has(Kind.TIMEOUT)) {
            return;
        }
        Mink<T> mink = mink(SHORT, stage -> {
            if (turns == 1) {
                awaitInterrupt();
            }
        });
        Act act = act();

        assertThat(failure(dispatch(mink, act, "failed"))).isInstanceOf(CommandTimeoutException.class);
        assertThat(effects(mink, act)).isZero();
        Mink<T> patient = mink(LONG, stage -> {});
        assertThat(dispatch(patient, act, "accepted")).as("after the timeout").isInstanceOf(Accepted.class);
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void what_is_not_valid_or_not_allowed_is_not_handled() {
        Mink<T> mink = mink(LONG, stage -> {});

        Act invalid = new Act(UUID.randomUUID().toString(), false);
        boolean found = pair.has(Kind.VALIDATION);
        CommandResult validated = dispatch(mink, invalid, outcomes(Kind.VALIDATION));
        assertThat(validated.outcome()).isEqualTo(found ? "rejected" : "accepted");
        assertThat(found).isEqualTo(validated instanceof Rejected no && no.reason() instanceof ValidationException);
        assertThat(effects(mink, invalid)).isEqualTo(found ? 0 : 1);

        Act foreign = act();
        CommandResult crossing = dispatch(mink, foreign, Metadata.empty().withTenantId("t-2"), outcomes(Kind.TENANT));
        assertThat(crossing.outcome()).isEqualTo(pair.has(Kind.TENANT) ? "rejected" : "accepted");
        assertThat(effects(mink, foreign)).isEqualTo(pair.has(Kind.TENANT) ? 0 : 1);

        Act forbidden = act();
        CommandResult banned = dispatchAsBanned(mink, forbidden);
        assertThat(banned.outcome()).isEqualTo(pair.has(Kind.AUTHORIZATION) ? "rejected" : "accepted");
        assertThat(effects(mink, forbidden)).isEqualTo(pair.has(Kind.AUTHORIZATION) ? 0 : 1);
    }

    /** What the audit log is to say of a command that a kind of middleware rejects. */
    private String[] outcomes(Kind rejecting) {
        if (!pair.has(rejecting)) {
            return new String[] {"accepted"};
        }
        return pair.is(rejecting, Kind.AUDIT) ? new String[0] : new String[] {"rejected"};
    }
}
