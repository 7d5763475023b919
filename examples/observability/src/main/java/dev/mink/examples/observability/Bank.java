package dev.mink.examples.observability;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/** The customers' bank, which is not always there. Thread-safe. */
final class Bank {
    private final RandomGenerator chance;

    /** @param chance thread-safe; decides when the bank is not there */
    Bank(RandomGenerator chance) {
        this.chance = chance;
    }

    /**
     * @throws IllegalStateException if the bank does not answer
     */
    void collect(BigDecimal amount) {
        if (chance.nextInt(50) == 0) {
            throw new IllegalStateException("the bank does not answer, so " + amount + " was not collected");
        }
    }
}
