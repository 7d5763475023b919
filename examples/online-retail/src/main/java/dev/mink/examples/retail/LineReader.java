package dev.mink.examples.retail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line, with LF or CRLF between the lines. Of a line that is too long it keeps the
 * beginning only, so that no file needs more memory than another. Malformed bytes become U+FFFD.
 */
final class LineReader implements Closeable {
    static final int MAX_LENGTH = 65_536;

    private final Reader in;
    private final char[] buffer = new char[16_384];
    private final StringBuilder line = new StringBuilder();
    private int next;
    private int end;
    private long number;

    LineReader(InputStream in) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /** The next line; null at the end. */
    @Nullable
    TextLine next() throws IOException {
        if (!hasMore()) {
            return null;
        }
        line.setLength(0);
        boolean cut = false;
        boolean ended = false;
        while (!ended && hasMore()) {
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            int kept = Math.min(next - from, MAX_LENGTH - line.length());
            cut |= kept < next - from;
            line.append(buffer, from, kept);
            ended = next < end;
            if (ended) {
                next++;
            }
        }
        int length = line.length();
        if (!cut && length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return new TextLine(++number, line.toString(), cut);
    }

    private boolean hasMore() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(in.read(buffer), 0);
        }
        return next < end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
