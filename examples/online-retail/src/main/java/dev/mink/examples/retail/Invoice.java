package dev.mink.examples.retail;

import dev.mink.examples.retail.EnterDocument.EnterAdjustment;
import dev.mink.examples.retail.EnterDocument.EnterCreditNote;
import dev.mink.examples.retail.EnterDocument.EnterOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The rows of one document of the shop, at least one. */
final class Invoice {
    private final List<Row> rows = new ArrayList<>();

    /** An invoice with its first row. */
    Invoice(Row first) {
        rows.add(first);
    }

    void add(Row row) {
        rows.add(row);
    }

    /** Whether a row agrees with the others on the customer and the country. */
    boolean agreesWith(Heading other) {
        return Objects.equals(heading().customerId(), other.customerId())
                && heading().country().equals(other.country());
    }

    String number() {
        return rows.get(0).invoice();
    }

    int size() {
        return rows.size();
    }

    /** Its rows so far. */
    List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The line of its last row. */
    long lastLine() {
        return last().line().number();
    }

    /** What enters it into the books; the first letter of its number tells the kind of document. */
    EnterDocument toCommand() {
        String number = number();
        List<Item> items = rows.stream().map(Row::item).toList();
        LocalDateTime closedAt = last().heading().at();
        return switch (number.charAt(0)) {
            case 'C' -> new EnterCreditNote(number, heading(), items, closedAt);
            case 'A' -> new EnterAdjustment(number, heading(), items, closedAt);
            default -> new EnterOrder(number, heading(), items, closedAt);
        };
    }

    private Heading heading() {
        return rows.get(0).heading();
    }

    private Row last() {
        return rows.get(rows.size() - 1);
    }
}
