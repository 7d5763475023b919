package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.examples.retail.BadDebtEvent.AdjustmentBooked;
import dev.mink.examples.retail.BadDebtEvent.AdjustmentOpened;
import dev.mink.examples.retail.BadDebtEvent.DebtAdjusted;
import dev.mink.examples.retail.CreditNoteEvent.Issued;
import dev.mink.examples.retail.CreditNoteEvent.LineCredited;
import dev.mink.examples.retail.CreditNoteEvent.Settled;
import dev.mink.examples.retail.EnterDocument.EnterOrder;
import dev.mink.examples.retail.OrderEvent.Completed;
import dev.mink.examples.retail.OrderEvent.LineAdded;
import dev.mink.examples.retail.OrderEvent.Placed;
import dev.mink.examples.retail.OrderEvent.StockWrittenOff;
import dev.mink.examples.retail.OrderEvent.UnpricedLineAdded;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {
    private static final LocalDateTime PLACED = LocalDateTime.of(2010, 12, 1, 16, 57);
    private static final LocalDateTime COMPLETED = LocalDateTime.of(2010, 12, 1, 16, 58);

    @Test
    void an_order_is_placed_takes_lines_and_is_completed() {
        Document<?> order = document("536365", item("85123A", "HEART", 6, "2.55"), item("71053", "LANTERN", 2, "3.39"));

        assertThat(order).isInstanceOf(Order.class);
        assertThat(List.<Object>copyOf(order.uncommitted()))
                .containsExactly(
                        new Placed("17850", "France", PLACED),
                        new LineAdded("85123A", "HEART", 6, new BigDecimal("2.55")),
                        new LineAdded("71053", "LANTERN", 2, new BigDecimal("3.39")),
                        new Completed("17850", "France", 2, new BigDecimal("22.08"), COMPLETED));
        assertThat(order.total()).isEqualTo("22.08");
    }

    @Test
    void lines_of_an_order_without_a_price_are_told_apart() {
        assertThat(lines("536414", item("22139", null, 56, "0.0"), item("22139", "smashed", -3, "0.0")))
                .containsExactly(new UnpricedLineAdded("22139", null, 56), new StockWrittenOff("22139", "smashed", 3));
    }

    @Test
    void lines_of_an_order_that_make_no_sense_are_questioned_and_keep_their_amount() {
        Document<?> order = document(
                "536365",
                item("1", "A", 0, "2.55"),
                item("1", "A", 1, "-2.55"),
                item("1", "A", -1, "2.00"),
                item("1", null, 1, "7.00"));

        assertThat(lines(order))
                .containsExactly(
                        questioned("1", "A", 0, "2.55", "the quantity is zero"),
                        questioned("1", "A", 1, "-2.55", "the price is negative"),
                        questioned("1", "A", -1, "2.00", "goods with a price go back on a credit note"),
                        questioned("1", null, 1, "7.00", "there is no description"));
        assertThat(order.total()).isEqualTo("2.45");
    }

    @Test
    void a_credit_note_counts_what_went_back() {
        Document<?> note = document("C536379", item("D", "Discount", -1, "27.50"));

        assertThat(note).isInstanceOf(CreditNote.class);
        assertThat(List.<Object>copyOf(note.uncommitted()))
                .containsExactly(
                        new Issued("17850", "France", PLACED),
                        new LineCredited("D", "Discount", 1, new BigDecimal("27.50")),
                        new Settled("17850", "France", 1, new BigDecimal("-27.50"), COMPLETED));
    }

    @Test
    void lines_of_a_credit_note_that_make_no_sense_are_questioned() {
        assertThat(lines("C1", item("1", "A", 1, "2.55"), item("1", "A", -1, "0.0"), item("1", null, -1, "2.55")))
                .containsExactly(
                        questioned("1", "A", 1, "2.55", "the quantity is not negative"),
                        questioned("1", "A", -1, "0.0", "the price is not positive"),
                        questioned("1", null, -1, "2.55", "there is no description"));
    }

    @Test
    void an_adjustment_has_an_amount_of_either_sign() {
        Document<?> adjustment = document("A563186", item("B", "Adjust bad debt", 1, "-11062.06"));

        assertThat(adjustment).isInstanceOf(BadDebtAdjustment.class);
        assertThat(List.<Object>copyOf(adjustment.uncommitted()))
                .containsExactly(
                        new AdjustmentOpened("17850", "France", PLACED),
                        new DebtAdjusted("B", "Adjust bad debt", new BigDecimal("-11062.06")),
                        new AdjustmentBooked("17850", "France", 1, new BigDecimal("-11062.06"), COMPLETED));
    }

    @Test
    void lines_of_an_adjustment_that_make_no_sense_are_questioned() {
        assertThat(lines("A1", item("B", "A", 2, "2.55"), item("B", "A", 1, "0.0"), item("B", null, 1, "2.55")))
                .containsExactly(
                        questioned("B", "A", 2, "2.55", "the quantity of an adjustment is one"),
                        questioned("B", "A", 1, "0.0", "the amount is zero"),
                        questioned("B", null, 1, "2.55", "there is no description"));
    }

    @Test
    void a_document_is_opened_once_and_closed_for_good() {
        Document<?> unopened = new Order("1");
        assertThatThrownBy(() -> unopened.add(item("1", "A", 1, "1.00"))).hasMessage("document 1 is not open yet");
        assertThatThrownBy(() -> unopened.close(COMPLETED)).hasMessage("document 1 is not open yet");

        unopened.open(new Heading(null, "France", PLACED));
        assertThatThrownBy(() -> unopened.open(new Heading(null, "France", PLACED)))
                .isInstanceOf(DocumentException.class)
                .hasMessage("document 1 is open already");
        assertThatThrownBy(() -> unopened.close(COMPLETED)).hasMessage("document 1 has no lines");

        Document<?> closed = document("2", item("1", "A", 1, "1.00"));
        assertThatThrownBy(() -> closed.add(item("1", "A", 1, "1.00"))).hasMessage("document 2 is closed");
        assertThatThrownBy(() -> closed.close(COMPLETED)).hasMessage("document 2 is closed");
    }

    private static Document<?> document(String number, Item... items) {
        Heading heading = new Heading("17850", "France", PLACED);
        Document<?> document = switch (number.charAt(0)) {
            case 'C' -> new CreditNote(number);
            case 'A' -> new BadDebtAdjustment(number);
            default -> new Order(number);
        };
        document.enter(new EnterOrder(number, heading, List.of(items), COMPLETED));
        return document;
    }

    private static List<Object> lines(String number, Item... items) {
        return lines(document(number, items));
    }

    private static List<Object> lines(Document<?> document) {
        return List.copyOf(document.uncommitted().subList(1, document.lines() + 1));
    }

    private static Item item(String sku, String description, int quantity, String price) {
        return new Item(sku, description, quantity, new BigDecimal(price));
    }

    private static LineQuestioned questioned(
            String sku, String description, int quantity, String price, String question) {
        return new LineQuestioned(item(sku, description, quantity, price), question);
    }
}
