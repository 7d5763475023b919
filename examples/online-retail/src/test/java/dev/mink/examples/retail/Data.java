package dev.mink.examples.retail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files with rows for tests. */
final class Data {
    static final String HEADER = String.join(",", RowParser.COLUMNS);

    private Data() {}

    /** A row that is good, of an invoice. */
    static String row(String invoice) {
        return invoice + ",85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";
    }

    static Path csv(Path directory, String... rows) {
        return write(directory.resolve("rows.csv"), text(rows));
    }

    static Path gzippedCsv(Path directory, String... rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text(rows));
        }
        return write(directory.resolve("rows.csv.gz"), bytes.toByteArray());
    }

    /** The sample several times over, each time with other invoice numbers. */
    static Path samples(Path directory, int times) throws IOException {
        List<String> rows = new ArrayList<>();
        try (LineReader sample = DataFile.at(null).open()) {
            sample.next();
            for (TextLine line = sample.next(); line != null; line = sample.next()) {
                rows.add(line.text());
            }
        }
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            String prefix = i + "000";
            rows.forEach(row -> all.add(row.startsWith("C") ? "C" + prefix + row.substring(1) : prefix + row));
        }
        return csv(directory, all.toArray(String[]::new));
    }

    private static byte[] text(String... rows) {
        return (HEADER + "\n" + String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
