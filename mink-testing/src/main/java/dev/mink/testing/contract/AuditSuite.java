package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.StreamId;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.spi.AuditLog;
import dev.mink.testing.contract.Threads.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audit entries: kept as they are, and found by everything that they say. */
abstract class AuditSuite<T> extends Suite<T> {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final StreamId A = StreamId.of("Account", "a");
    private static final StreamId B = StreamId.of("Account", "b");
    private static final int ENTRIES = 24;

    private AuditLog log;

    @SuppressWarnings("NullAway.Init")
    AuditSuite() {}

    abstract boolean keepsAudit();

    @BeforeEach
    void find() {
        assumeTrue(keepsAudit(), "this storage does not keep audit entries of commands, as its contract says");
        log = storage.audit().orElseThrow(() -> new AssertionError("there is no audit log"));
    }

    /** An entry in which everything depends on a number, each thing in another way. */
    private static AuditEntry entry(int number) {
        return new AuditEntry(
                0,
                AT.plusSeconds(number),
                "command-" + number,
                number % 2 == 0 ? "String" : "Integer",
                number % 3 == 0 ? "ann" : number % 3 == 1 ? "bob" : null,
                number % 4 == 0 ? "t-1" : number % 4 == 1 ? "t-2" : null,
                number % 5 == 0 ? "c-1" : null,
                List.of("accepted", "rejected", "failed").get(number % 3),
                number % 3 == 0 ? null : "Refused",
                Duration.ofMillis(number).plusNanos(1000),
                number % 6 == 0 ? null : number % 2 == 0 ? A : B,
                number % 7,
                number % 8 == 0 ? null : "{ \"n\" : " + number + " }");
    }

    private void writeAll() {
        for (int i = 0; i < ENTRIES; i++) {
            log.write(entry(i));
        }
    }

    private List<AuditEntry> all() {
        return log.find(AuditQuery.all().limit(ALL));
    }

    /** The entries without their positions. */
    private static List<AuditEntry> unplaced(List<AuditEntry> entries) {
        return entries.stream().map(entry -> entry.withPosition(0)).toList();
    }

    @Test
    void entries_come_back_as_they_were_written_and_in_that_order() {
        writeAll();

        assertThat(unplaced(all())).hasSize(ENTRIES).element(5).isEqualTo(entry(5));
        for (int i = 0; i < ENTRIES; i++) {
            assertThat(all().get(i).withPosition(0)).isEqualTo(entry(i));
        }
        assertThat(all()).extracting(AuditEntry::position).isSorted().doesNotHaveDuplicates();
        assertThat(all().get(0).position()).isPositive();
    }

    @Test
    void texts_may_be_of_any_kind_and_length() {
        String text = "Ä ' \\ % \ud83d\ude00 \n" + "x".repeat(10_000);
        AuditEntry entry = new AuditEntry(
                7,
                AT,
                text,
                text,
                text,
                text,
                text,
                "failed",
                text,
                Duration.ofDays(400),
                StreamId.of("Ä", "x".repeat(253)),
                Long.MAX_VALUE,
                "{\"a\":\"\\u0000\\ud800\"}");
        log.write(entry);

        assertThat(unplaced(all())).containsExactly(entry.withPosition(0));
        assertThat(unplaced(log.find(AuditQuery.all().user(text).tenant(text).correlation(text))))
                .hasSize(1);
    }

    @Test
    void entries_are_found_by_each_thing_that_they_say() {
        writeAll();

        requireFound(AuditQuery.all().user("ann"), entry -> "ann".equals(entry.userId()));
        requireFound(AuditQuery.all().tenant("t-1"), entry -> "t-1".equals(entry.tenantId()));
        requireFound(AuditQuery.all().correlation("c-1"), entry -> "c-1".equals(entry.correlationId()));
        requireFound(
                AuditQuery.all().command(Integer.class),
                entry -> entry.commandType().equals("Integer"));
        for (String outcome : List.of("accepted", "rejected", "failed")) {
            requireFound(
                    AuditQuery.all().outcome(outcome), entry -> entry.outcome().equals(outcome));
        }
        requireFound(AuditQuery.all().stream(A), entry -> A.equals(entry.stream()));
        requireFound(AuditQuery.all().stream(B, 3), entry -> B.equals(entry.stream()) && entry.version() == 3);
        Duration least = entry(10).duration();
        requireFound(
                AuditQuery.all().tookAtLeast(least), entry -> entry.duration().compareTo(least) >= 0);
    }

    @Test
    void entries_are_found_by_the_time_its_start_included_and_its_end_not() {
        writeAll();

        Instant start = entry(5).at();
        Instant end = entry(9).at();
        requireFound(
                AuditQuery.all().between(start, end),
                entry -> !entry.at().isBefore(start) && entry.at().isBefore(end));
        assertThat(log.find(AuditQuery.all().between(start, start.plusNanos(1000))))
                .hasSize(1);
        assertThat(log.find(AuditQuery.all().between(start.plusNanos(1000), entry(6).at())))
                .isEmpty();
    }

    @Test
    void entries_are_found_by_several_things_together() {
        writeAll();

        requireFound(
                AuditQuery.all()
                        .user("bob")
                        .outcome("rejected")
                        .command(Integer.class)
                        .between(AT, AT.plusSeconds(20)),
                entry -> "bob".equals(entry.userId())
                        && entry.outcome().equals("rejected")
                        && entry.commandType().equals("Integer")
                        && entry.at().isBefore(AT.plusSeconds(20)));
        assertThat(log.find(AuditQuery.all().user("ann").user("nobody"))).isEmpty();
    }

    /** Exactly those among all entries, at least one and not all of them. */
    private void requireFound(AuditQuery query, Predicate<AuditEntry> condition) {
        List<AuditEntry> expected = all().stream().filter(condition).toList();

        assertThat(expected).hasSizeBetween(1, ENTRIES - 1);
        assertThat(log.find(query)).as("%s", query).isEqualTo(expected);
    }

    @Test
    void entries_are_read_page_by_page() {
        writeAll();
        List<AuditEntry> pages = new ArrayList<>();
        long position = 0;
        for (int i = 0; i < ENTRIES / 5 + 1; i++) {
            List<AuditEntry> page = log.find(AuditQuery.all().after(position).limit(5));
            assertThat(page).hasSize(Math.min(5, ENTRIES - pages.size()));
            pages.addAll(page);
            position = page.get(page.size() - 1).position();
        }

        assertThat(pages).isEqualTo(all()).hasSize(ENTRIES);
        assertThat(log.find(AuditQuery.all().after(position))).isEmpty();
    }

    @Test
    void an_entry_stays_when_a_transaction_around_it_is_rolled_back() {
        assertThatThrownBy(() -> storage.transact(transaction -> {
                    log.write(entry(1));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(unplaced(all())).containsExactly(entry(1));
    }

    @Test
    void many_may_write_at_once() throws Exception {
        try (Threads threads = new Threads()) {
            List<Outcome<Integer>> outcomes = threads.together(8, thread -> () -> {
                for (int i = 0; i < 10; i++) {
                    log.write(entry(thread * 10 + i));
                }
                return thread;
            });
            assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
        }

        assertThat(all())
                .hasSize(80)
                .extracting(AuditEntry::position)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(all()).extracting(AuditEntry::commandId).doesNotHaveDuplicates();
    }
}
