package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/** The event with which a document ends. */
interface Closing {
    int lines();

    BigDecimal total();

    LocalDateTime at();
}
