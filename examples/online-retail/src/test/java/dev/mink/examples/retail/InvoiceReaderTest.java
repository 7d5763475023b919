package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvoiceReaderTest {
    @TempDir
    Path directory;

    private Rejects rejects;

    @Test
    void rows_of_an_invoice_need_not_be_adjacent() throws IOException {
        List<Invoice> invoices = invoices(row("1"), row("1"), row("C2"), row("1"));

        assertThat(invoices).extracting(Invoice::number).containsExactly("C2", "1");
        assertThat(invoices).extracting(Invoice::size).containsExactly(1, 3);
        assertThat(rejects.file()).doesNotExist();
    }

    @Test
    void a_row_that_cannot_be_read_costs_only_itself() throws IOException {
        String broken = "1,85123A,\"WHITE, 6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";

        assertThat(invoices(row("1"), broken, "", row("1"))).singleElement().returns(2, Invoice::size);
        assertThat(rejects.count()).isEqualTo(2);
        assertThat(rejects.file())
                .hasContent("line,reason,row\n3,a quote is not closed,\"" + broken.replace("\"", "\"\"")
                        + "\"\n4,the line is blank,\n");
    }

    @Test
    void a_row_that_contradicts_its_invoice_is_rejected() throws IOException {
        assertThat(invoices(row("1"), row("1").replace("United Kingdom", "France"), row("1").replace("17850.0", "")))
                .singleElement()
                .returns(1, Invoice::size);
        assertThat(Files.readAllLines(rejects.file()))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).matches("line.*|.*differ from those in the first row.*"));
    }

    @Test
    void a_row_that_comes_too_late_is_rejected() throws IOException {
        List<String> rows = new ArrayList<>(List.of(row("1")));
        IntStream.rangeClosed(2, InvoiceReader.REACH + 1).forEach(i -> rows.add(row(Integer.toString(i))));
        rows.add(row("2"));
        rows.add(row("1"));

        List<Invoice> invoices = invoices(rows.toArray(String[]::new));

        assertThat(invoices).hasSize(InvoiceReader.REACH + 1);
        assertThat(invoices).filteredOn(invoice -> invoice.size() == 2).hasSize(1);
        assertThat(Files.readAllLines(rejects.file()).get(1))
                .startsWith((rows.size() + 1) + ",invoice 1 ended more than 10000 lines before");
    }

    @Test
    void an_invoice_has_a_greatest_size() throws IOException {
        String[] rows = IntStream.rangeClosed(0, InvoiceReader.MAX_ROWS)
                .mapToObj(i -> row("1"))
                .toArray(String[]::new);

        assertThat(invoices(rows)).singleElement().returns(InvoiceReader.MAX_ROWS, Invoice::size);
        assertThat(rejects.count()).isEqualTo(1);
    }

    @Test
    void a_file_may_be_gzipped_or_have_no_rows() throws IOException {
        assertThat(invoices(Data.gzippedCsv(directory, row("1")))).hasSize(1);
        assertThat(invoices(new String[0])).isEmpty();
    }

    private List<Invoice> invoices(String... rows) throws IOException {
        return invoices(
                rows.length == 0
                        ? Files.writeString(directory.resolve("empty.csv"), Data.HEADER)
                        : Data.csv(directory, rows));
    }

    private List<Invoice> invoices(Path file) throws IOException {
        rejects = new Rejects(directory.resolve("rejects.csv"));
        List<Invoice> invoices = new ArrayList<>();
        try (Rejects opened = rejects;
                InvoiceReader reader = new InvoiceReader(DataFile.at(file), opened)) {
            for (Invoice invoice = reader.next(); invoice != null; invoice = reader.next()) {
                invoices.add(invoice);
            }
        }
        return invoices;
    }
}
