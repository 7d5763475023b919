package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.examples.docs.Payments.Pay;
import dev.mink.examples.docs.Payments.PayByCard;
import dev.mink.examples.docs.Payments.Payment;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.testing.MinkPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/audit.md shows and says. */
final class AuditDocsTest {
    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private Mink<Connection> mink;

    @BeforeEach
    void start() {
        PostgresOptions options =
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        mink = Payments.mink(PostgresStorage.of(postgres.dataSource(), options));
    }

    @Test
    void entries_tell_who_did_what_and_what_came_of_it() {
        Metadata anna = Metadata.empty().withUserId("anna").withCorrelationId("req-7");
        mink.dispatch(new PayByCard("p-1", "o-1", new BigDecimal("16.20"), "4111 1111 1111 1111"), anna);
        mink.dispatch(new Pay("p-2", "o-1", new BigDecimal("3.80")), anna);
        mink.dispatch(new Pay("p-3", "o-1", BigDecimal.ZERO), anna);

        // region: query
        Instant now = Instant.now();
        AuditQuery query = AuditQuery.all()
                .user("anna")
                .command(Pay.class)
                .between(now.minus(Duration.ofHours(1)), now.plusSeconds(1));

        List<AuditEntry> entries = mink.commands().audit(query);
        // endregion
        assertThat(entries).extracting(AuditEntry::outcome).containsExactly("accepted", "rejected");
        assertThat(entries).extracting(AuditEntry::reason).containsExactly(null, "NothingToPayException");
        assertThat(entries.get(0).stream()).isEqualTo(Payment.TYPE.stream("o-1"));
        assertThat(entries.get(0).version()).isEqualTo(2);
        assertThat(mink.commands().audit(AuditQuery.all().correlation("req-7"))).hasSize(3);
        assertThat(mink.commands().audit(AuditQuery.all().outcome("rejected"))).hasSize(1);
    }

    @Test
    void a_repetition_has_an_entry_of_its_own_with_the_same_reason() {
        mink.dispatch(new Pay("p-1", "o-1", BigDecimal.ZERO));
        mink.dispatch(new Pay("p-1", "o-1", BigDecimal.ZERO));

        assertThat(mink.commands().audit(AuditQuery.all()))
                .extracting(AuditEntry::reason)
                .containsExactly("NothingToPayException", "NothingToPayException");
    }

    @Test
    void what_is_secret_is_not_kept() {
        mink.dispatch(new PayByCard("p-1", "o-1", new BigDecimal("16.20"), "4111 1111 1111 1111"));

        assertThat(mink.commands().audit(AuditQuery.all()))
                .singleElement()
                .extracting(AuditEntry::details)
                .isEqualTo("{\"paymentId\":\"p-1\",\"orderId\":\"o-1\",\"amount\":16.20,\"card\":\"***\"}");
    }

    @Test
    void paging_goes_on_behind_the_last_position() {
        for (int i = 1; i <= 5; i++) {
            mink.dispatch(new Pay("p-" + i, "o-1", BigDecimal.TEN));
        }
        List<AuditEntry> all = new ArrayList<>();

        // region: paging
        AuditQuery query = AuditQuery.all().stream(Payment.TYPE.stream("o-1")).limit(2);
        List<AuditEntry> page = mink.commands().audit(query);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = mink.commands().audit(query.after(page.get(page.size() - 1).position()));
        }
        // endregion
        assertThat(all).extracting(AuditEntry::version).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
}
