package dev.mink.examples.retail;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The event with which a document begins. */
interface Opening {
    /** Null where the shop did not know the customer. */
    @Nullable
    String customerId();

    String country();

    /** When, by the clock of the shop. */
    LocalDateTime at();
}
