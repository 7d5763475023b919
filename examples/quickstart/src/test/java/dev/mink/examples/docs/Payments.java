package dev.mink.examples.docs;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Mink;
import dev.mink.command.AuditFailure;
import dev.mink.command.CommandResult;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.command.Redaction;
import dev.mink.spi.EventStorage;
import java.math.BigDecimal;
import java.util.Set;

/** Payments, each of which happens once and is audited. */
final class Payments {
    private Payments() {}

    // region: command
    record Pay(String paymentId, String orderId, BigDecimal amount) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return paymentId;
        }
    }
    // endregion

    record Paid(String paymentId, BigDecimal amount) {}

    static final class NothingToPayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NothingToPayException(BigDecimal amount) {
            super("there is nothing to pay: " + amount);
        }
    }

    /** What was paid for an order. */
    static final class Payment extends Aggregate<Paid> {
        static final AggregateType<Payment, Paid> TYPE = AggregateType.of("Payment", Payment::new, Paid.class);

        private BigDecimal total = BigDecimal.ZERO;

        Payment(String id) {
            super(id);
        }

        void pay(Pay pay) {
            if (pay.amount().signum() == 0) {
                throw new NothingToPayException(pay.amount());
            }
            raise(new Paid(pay.paymentId(), pay.amount()));
        }

        BigDecimal total() {
            return total;
        }

        @Override
        protected void apply(Paid paid) {
            total = total.add(paid.amount());
        }
    }

    /** What each payment with a card answers. */
    record Receipt(String number) {}

    /** Pays with a card. */
    record PayByCard(String paymentId, String orderId, BigDecimal amount, String card) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return paymentId;
        }
    }

    static <T> Mink<T> mink(EventStorage<T> storage) {
        // region: audit
        Set<String> secret = Set.of("card");
        Redaction withoutSecrets = (field, value) -> secret.contains(field) ? "***" : value;

        Mink<T> mink = Mink.builder(storage)
                .aggregate(Payment.TYPE)
                .handle(Pay.class, Payment.TYPE, Pay::orderId, Payment::pay)
                .handle(PayByCard.class, Receipt.class, (pay, context) -> {
                    Pay plain = new Pay(pay.paymentId(), pay.orderId(), pay.amount());
                    context.store().repository(Payment.TYPE).create(pay.orderId(), payment -> payment.pay(plain));
                    return CommandResult.of(new Receipt("R-" + pay.paymentId()));
                })
                .middleware(
                        Middleware.correlation(),
                        Middleware.causation(),
                        Middleware.audit(withoutSecrets, AuditFailure.LOG),
                        Middleware.retryOnConflict(5),
                        Middleware.idempotency())
                .build()
                .start();
        // endregion
        return mink;
    }
}
