package dev.mink.examples.retail;

import dev.mink.command.Idempotent;
import java.time.LocalDateTime;
import java.util.List;

/** Enters a document of the shop into its books, once, however often it arrives. */
sealed interface EnterDocument extends Idempotent {
    /** What the shop calls the document; no two have the same. */
    String number();

    Heading heading();

    List<Item> items();

    LocalDateTime closedAt();

    @Override
    default String idempotencyKey() {
        return number();
    }

    record EnterOrder(String number, Heading heading, List<Item> items, LocalDateTime closedAt)
            implements EnterDocument {}

    record EnterCreditNote(String number, Heading heading, List<Item> items, LocalDateTime closedAt)
            implements EnterDocument {}

    record EnterAdjustment(String number, Heading heading, List<Item> items, LocalDateTime closedAt)
            implements EnterDocument {}
}
