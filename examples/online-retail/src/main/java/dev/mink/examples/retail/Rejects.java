package dev.mink.examples.retail;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows that could not be imported, in a CSV file with their line numbers and the reasons. It replaces that of an
 * earlier run, and goes away when it is closed without any. Thread-safe.
 */
final class Rejects implements Closeable {
    private final Path file;
    private final BufferedWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final LongAdder count = new LongAdder();

    Rejects(Path file) {
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
            writer = Files.newBufferedWriter(this.file);
            writer.write("line,reason,row\n");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void add(TextLine line, String reason) {
        add(List.of(line), reason);
    }

    /** All rows of an invoice. */
    void add(Invoice invoice, String reason) {
        add(invoice.rows().stream().map(Row::line).toList(), reason);
    }

    private void add(List<TextLine> lines, String reason) {
        lock.lock();
        try {
            for (TextLine line : lines) {
                writer.write(Csv.line(line.number(), reason, line.text()) + "\n");
                count.increment();
            }
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            lock.unlock();
        }
    }

    long count() {
        return count.sum();
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            writer.close();
            if (count() == 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Refusal unwritable(IOException e) {
        return new Refusal(
                "cannot write the file " + file + " (" + Texts.reason(e) + "): choose another with --rejects", e);
    }
}
