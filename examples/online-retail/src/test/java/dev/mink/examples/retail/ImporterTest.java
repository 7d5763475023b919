package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Mink;
import dev.mink.command.IdempotencyKeyReusedException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImporterTest {
    private static final LocalDateTime PLACED = LocalDateTime.of(2010, 12, 1, 8, 26);
    private static final long SAMPLE_EVENTS = 5_217 + 2 * 310;

    @TempDir
    Path directory;

    @Test
    void an_invoice_becomes_one_stream_of_its_kind() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Path data = Data.csv(directory, row("1"), row("1"), row("C2"), row("A3"));

        Progress progress = Shop.imported(mink, data, rejects());

        assertThat(progress.lines()).isEqualTo(4);
        assertThat(mink.store().streams(""))
                .extracting(info -> info.stream() + "@" + info.version())
                .containsExactlyInAnyOrder("Order-1@4", "CreditNote-C2@3", "BadDebtAdjustment-A3@3");
    }

    @Test
    void the_sample_comes_to_what_is_in_it() throws Exception {
        Mink<?> mink = Shop.inMemory();

        Shop.imported(mink, null, rejects());

        assertThat(mink.store().lastPosition()).isEqualTo(SAMPLE_EVENTS);
        assertThat(JsonReport.of(Shop.figures(mink), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void what_is_there_already_is_left_alone() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Shop.imported(mink, null, rejects());

        Progress again = Shop.imported(mink, null, rejects());

        assertThat(again.lines()).isEqualTo(5_217);
        assertThat(mink.store().lastPosition()).isEqualTo(SAMPLE_EVENTS);
        assertThat(rejects()).doesNotExist();
        assertThat(JsonReport.of(Shop.figures(mink), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void an_import_goes_on_where_an_earlier_one_ended() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Shop.imported(mink, Data.csv(directory, row("1"), row("C2")), rejects());

        Shop.imported(mink, Data.csv(directory, row("1"), row("C2"), row("3")), rejects());

        Books books = Books.of(mink.store(), 6);
        assertThat(books.events()).isEqualTo(9);
        assertThat(books.earlier()).isEqualTo(6);
        assertThat(books.documents("Order")).isEqualTo(2);
    }

    @Test
    void a_lost_connection_neither_loses_nor_doubles_an_order() throws Exception {
        Mink<?> mink = Shop.over(new UnreliableStorage());

        Shop.imported(mink, null, rejects());

        assertThat(rejects()).doesNotExist();
        assertThat(JsonReport.of(Shop.figures(mink), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void an_invoice_that_the_books_reject_is_in_the_file_with_the_reason_every_time() throws Exception {
        Mink<?> mink = Shop.inMemory();
        mink.repository(Order.TYPE).create("1", order -> order.open(new Heading(null, "France", PLACED)));
        Path data = Data.csv(directory, row("1"), row("1"), row("2"));

        for (int i = 0; i < 2; i++) {
            Progress progress = Shop.imported(mink, data, rejects());

            assertThat(progress.lines()).isEqualTo(3);
            assertThat(rejects())
                    .hasContent("line,reason,row\n2,document 1 is open already,\"" + row("1")
                            + "\"\n3,document 1 is open already,\"" + row("1") + "\"\n");
            assertThat(mink.store().streams(""))
                    .extracting(info -> info.stream() + "@" + info.version())
                    .containsExactlyInAnyOrder("Order-1@1", "Order-2@3");
        }
    }

    @Test
    void another_invoice_with_the_same_number_ends_the_import() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Shop.imported(mink, Data.csv(directory, row("1")), rejects());

        assertThatThrownBy(() -> Shop.imported(mink, Data.csv(directory, row("1"), row("1")), rejects()))
                .isInstanceOf(IdempotencyKeyReusedException.class)
                .hasMessageContaining("the idempotency key 1 of the command EnterOrder");
    }

    @Test
    void a_failure_ends_the_import() {
        Mink<?> mink = Shop.inMemory();
        mink.close();

        assertThatThrownBy(() -> Shop.imported(mink, Data.csv(directory, row("1")), rejects()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private Path rejects() {
        return directory.resolve("rejects.csv");
    }
}
