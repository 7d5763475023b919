package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Mink;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.IdempotencyKeyReusedException;
import dev.mink.command.Middleware;
import dev.mink.command.RememberedRejectionException;
import dev.mink.command.WhileRunning;
import dev.mink.examples.docs.Payments.NothingToPayException;
import dev.mink.examples.docs.Payments.Pay;
import dev.mink.examples.docs.Payments.PayByCard;
import dev.mink.examples.docs.Payments.Payment;
import dev.mink.examples.docs.Payments.Receipt;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.testing.MinkPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/idempotency.md shows and says. */
final class IdempotencyDocsTest {
    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private PostgresStorage storage;
    private Mink<Connection> mink;

    @BeforeEach
    void start() {
        storage = PostgresStorage.of(
                postgres.dataSource(),
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true));
        mink = Payments.mink(storage);
    }

    @Test
    void a_repetition_gets_the_result_of_the_first() {
        // region: twice
        Pay pay = new Pay("payment-4711", "o-1", new BigDecimal("16.20"));

        CommandResult first = mink.dispatch(pay);
        CommandResult again = mink.dispatch(pay); // after a timeout, a restart, from another node …

        assertThat(again).isEqualTo(first);
        assertThat(mink.repository(Payment.TYPE).load("o-1").total()).isEqualTo("16.20");
        // endregion
    }

    @Test
    void an_answer_is_remembered_too() {
        PayByCard pay = new PayByCard("payment-1", "o-1", BigDecimal.TEN, "4111 1111 1111 1111");

        assertThat(mink.dispatch(pay).orElseThrow().data()).isEqualTo(new Receipt("R-payment-1"));
        assertThat(mink.dispatch(pay).orElseThrow().data()).isEqualTo(new Receipt("R-payment-1"));
    }

    @Test
    void a_rejection_is_remembered_by_its_name_and_message() {
        // region: rejection
        Pay nothing = new Pay("payment-4712", "o-1", BigDecimal.ZERO);

        Rejected first = (Rejected) mink.dispatch(nothing);
        Rejected again = (Rejected) mink.dispatch(nothing);

        assertThat(first.reason()).isInstanceOf(NothingToPayException.class);
        RememberedRejectionException remembered = (RememberedRejectionException) again.reason();
        assertThat(remembered.type()).isEqualTo("NothingToPayException");
        assertThat(remembered).hasMessage(first.reason().getMessage());
        // endregion
    }

    @Test
    void another_command_under_the_key_is_an_error() {
        // region: reused
        mink.dispatch(new Pay("payment-4713", "o-1", new BigDecimal("16.20")));

        assertThatThrownBy(() -> mink.dispatch(new Pay("payment-4713", "o-1", new BigDecimal("99.00"))))
                .isInstanceOf(IdempotencyKeyReusedException.class);
        // endregion
        assertThat(mink.repository(Payment.TYPE).load("o-1").total()).isEqualTo("16.20");
    }

    @Test
    void how_long_and_whether_to_wait_is_a_choice() {
        // region: choice
        Middleware idempotency = Middleware.idempotency(Duration.ofDays(30), WhileRunning.REFUSE);
        // endregion
        Mink<Connection> other = Mink.builder(storage)
                .aggregate(Payment.TYPE)
                .handle(Pay.class, Payment.TYPE, Pay::orderId, Payment::pay)
                .middleware(idempotency)
                .build();
        Pay pay = new Pay("payment-4714", "o-2", BigDecimal.ONE);

        assertThat(other.dispatch(pay)).isEqualTo(mink.dispatch(pay));
        assertThat(other.repository(Payment.TYPE).load("o-2").version()).isEqualTo(1);
    }
}
