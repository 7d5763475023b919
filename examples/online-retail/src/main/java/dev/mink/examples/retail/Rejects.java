package dev.mink.examples.retail;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The rows that could not be imported, in a CSV file with their line numbers and the reasons. It replaces that of an
 * earlier run, and goes away when it is closed without any.
 */
final class Rejects implements Closeable {
    private final Path file;
    private final BufferedWriter writer;
    private long count;

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
        try {
            writer.write(Csv.line(line.number(), reason, line.text()) + "\n");
        } catch (IOException e) {
            throw unwritable(e);
        }
        count++;
    }

    long count() {
        return count;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            writer.close();
            if (count == 0) {
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
