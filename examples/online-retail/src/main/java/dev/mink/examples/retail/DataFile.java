package dev.mink.examples.retail;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A CSV file with orders, gzipped or not, or the sample that is part of the program. */
final class DataFile {
    private static final String SAMPLE = "online-retail-sample.csv.gz";

    private final @Nullable Path path;

    private DataFile(@Nullable Path path) {
        this.path = path;
    }

    /** The file at a path; the sample if there is none. */
    static DataFile at(@Nullable Path path) {
        return new DataFile(path);
    }

    String name() {
        return path == null ? "the sample" : path.toString();
    }

    /** The text of the file, from its beginning. */
    LineReader open() throws IOException {
        return new LineReader(text());
    }

    /**
     * Reads the file once, to know what is coming.
     *
     * @throws Refusal if it cannot be read, or is not a file with orders
     */
    Survey survey() {
        MessageDigest digest = sha256();
        try (LineReader lines = new LineReader(new DigestInputStream(text(), digest))) {
            requireHeader(lines.next());
            long rows = 0;
            while (lines.next() != null) {
                rows++;
            }
            return new Survey(rows, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new Refusal("there is no file " + name() + ": give the path of the data with --data", e);
        } catch (IOException e) {
            throw new Refusal(
                    "cannot read " + name() + " (" + Texts.reason(e) + "): give a readable file with --data", e);
        }
    }

    private void requireHeader(@Nullable TextLine header) {
        String columns = String.join(",", RowParser.COLUMNS);
        String found = header == null ? "" : header.text().replace("\uFEFF", "").strip();
        if (!found.equals(columns)) {
            String shown = found.isEmpty() ? "nothing" : Texts.quote(found);
            throw new Refusal(name() + " begins with " + shown + " instead of the header " + columns
                    + ": give a file of the Online Retail data with --data");
        }
    }

    private InputStream text() throws IOException {
        InputStream bytes = new BufferedInputStream(bytes(), 1 << 16);
        try {
            bytes.mark(2);
            boolean gzipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
            bytes.reset();
            return gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private InputStream bytes() throws IOException {
        if (path != null) {
            return Files.newInputStream(path);
        }
        InputStream sample = DataFile.class.getResourceAsStream(SAMPLE);
        if (sample == null) {
            throw new FileNotFoundException(SAMPLE);
        }
        return sample;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What is known of a file before it is imported.
     *
     * @param rows how many lines it has behind the header
     * @param sha256 of its text, in hexadecimal
     */
    record Survey(long rows, String sha256) {}
}
