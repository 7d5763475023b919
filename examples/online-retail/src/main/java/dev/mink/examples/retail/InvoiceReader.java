package dev.mink.examples.retail;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of a file together to invoices.
 *
 * <p>The rows of an invoice are usually adjacent, but not always: in the real data, another one is in the midst of
 * 542806. An invoice is therefore complete when no row of it came for a long while. Rows that cannot be understood,
 * contradict the invoice that they belong to, or come too late for it go to the rejects. Apart from the numbers of
 * the invoices, memory is bounded by the reach and the greatest size of an invoice.
 */
final class InvoiceReader implements Closeable {
    /** So many lines behind its last row, an invoice is complete. */
    static final int REACH = 10_000;

    static final int MAX_ROWS = 10_000;

    private final LineReader lines;
    private final Rejects rejects;
    /** Least recently continued first. */
    private final Map<String, Invoice> open = new LinkedHashMap<>();

    private final Set<String> complete = new HashSet<>();
    private final Queue<Invoice> ready = new ArrayDeque<>();

    /** Reads what is behind the header. */
    InvoiceReader(DataFile file, Rejects rejects) throws IOException {
        this.lines = file.open();
        this.rejects = rejects;
        lines.next();
    }

    /** The next complete invoice; null at the end. */
    @Nullable
    Invoice next() throws IOException {
        while (ready.isEmpty()) {
            TextLine line = lines.next();
            if (line == null) {
                ready.addAll(open.values());
                open.clear();
                break;
            }
            read(line);
            completeBefore(line.number() - REACH);
        }
        return ready.poll();
    }

    private void read(TextLine line) {
        try {
            add(RowParser.parse(line));
        } catch (MalformedRowException e) {
            rejects.add(line, e.reason());
        }
    }

    private void add(Row row) throws MalformedRowException {
        String number = row.invoice();
        if (complete.contains(number)) {
            throw new MalformedRowException(
                    "invoice " + number + " ended more than " + REACH + " lines before: keep its rows together");
        }
        Invoice invoice = open.remove(number);
        if (invoice == null) {
            open.put(number, new Invoice(row));
            return;
        }
        open.put(number, invoice);
        if (!invoice.agreesWith(row.heading())) {
            throw new MalformedRowException(
                    "customer or country differ from those in the first row of invoice " + number);
        }
        if (invoice.size() == MAX_ROWS) {
            throw new MalformedRowException("invoice " + number + " has more than " + MAX_ROWS + " rows");
        }
        invoice.add(row);
    }

    private void completeBefore(long line) {
        var oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Invoice invoice = oldest.next();
            if (invoice.lastLine() >= line) {
                return;
            }
            oldest.remove();
            complete.add(invoice.number());
            ready.add(invoice);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
