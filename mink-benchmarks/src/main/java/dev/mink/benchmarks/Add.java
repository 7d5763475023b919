package dev.mink.benchmarks;

import dev.mink.command.Idempotent;
import dev.mink.command.SelfValidating;
import dev.mink.command.Violations;

/** The command that is measured. */
record Add(String orderId, int version, OrderEvent.LineAdded line) implements Idempotent, SelfValidating {

    @Override
    public String idempotencyKey() {
        return orderId + "/" + version;
    }

    @Override
    public void validate(Violations violations) {
        violations.require(!orderId.isBlank(), "orderId", "must not be blank", "blank");
    }
}
