package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.StreamId;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.postgres.kit.Database;
import dev.mink.spi.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditLogTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final StreamId STREAM = StreamId.of("Order", "o-1");

    @RegisterExtension
    final Database database = new Database();

    private AuditLog log;

    @BeforeEach
    void open() {
        log = database.storage().audit().orElseThrow();
    }

    private static AuditEntry entry(int second, String user, String outcome) {
        return new AuditEntry(
                0,
                AT.plusSeconds(second),
                "id-" + second,
                "Place",
                user,
                "t-" + second % 2,
                "c-1",
                outcome,
                outcome.equals("accepted") ? null : "Refused",
                Duration.ofNanos(1_234_000),
                second == 0 ? null : STREAM,
                second,
                second == 0 ? null : "{\"n\": \"1\"}");
    }

    @Test
    void entries_come_back_as_they_were_written() {
        log.write(entry(0, "ann", "rejected"));
        log.write(entry(1, "bob", "accepted"));

        assertThat(log.find(AuditQuery.all()))
                .containsExactly(
                        entry(0, "ann", "rejected").withPosition(1),
                        entry(1, "bob", "accepted").withPosition(2));
    }

    @Test
    void entries_are_found_by_each_thing_they_say_and_by_all_together() {
        for (int i = 0; i < 6; i++) {
            log.write(entry(i, i % 3 == 0 ? "ann" : "bob", i % 2 == 0 ? "accepted" : "failed"));
        }

        assertThat(positions(AuditQuery.all().user("ann"))).containsExactly(1L, 4L);
        assertThat(positions(AuditQuery.all().tenant("t-1"))).containsExactly(2L, 4L, 6L);
        assertThat(positions(AuditQuery.all().correlation("c-1").after(4))).containsExactly(5L, 6L);
        assertThat(positions(AuditQuery.all().outcome("failed").limit(2))).containsExactly(2L, 4L);
        assertThat(positions(AuditQuery.all().stream(STREAM))).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(positions(AuditQuery.all().between(AT.plusSeconds(1), AT.plusSeconds(3))))
                .containsExactly(2L, 3L);
        assertThat(positions(AuditQuery.all().command(String.class))).isEmpty();
        assertThat(positions(AuditQuery.all().user("bob").outcome("failed").tenant("t-1")))
                .containsExactly(2L, 6L);
    }

    private List<Long> positions(AuditQuery query) {
        return log.find(query).stream().map(AuditEntry::position).toList();
    }

    @Test
    void entries_cannot_be_changed_or_removed() {
        log.write(entry(0, "ann", "accepted"));
        String table = '"' + database.schema() + "\".command_audit";

        for (String change : List.of("update %s set user_id = 'x'", "delete from %s", "truncate %s")) {
            assertThatThrownBy(() -> database.execute(change.formatted(table)))
                    .hasMessageContaining("the audit log is append-only");
        }
        assertThat(log.find(AuditQuery.all())).hasSize(1);
    }
}
