package dev.mink.examples.retail;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as in RFC 4180, with one difference: a record ends with its line, so that a quote that is
 * not closed costs one row and not all that follow.
 */
final class Csv {
    private final String line;
    private int next;

    private Csv(String line) {
        this.line = line;
    }

    /** The fields of a line, without white space around them. */
    static List<String> fields(String line) throws MalformedRowException {
        Csv csv = new Csv(line);
        List<String> fields = new ArrayList<>(8);
        fields.add(csv.field());
        while (csv.next < line.length()) {
            csv.next++;
            fields.add(csv.field());
        }
        return fields;
    }

    /** A line with these fields. */
    static String line(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            String text = field.toString();
            boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
            line.append(line.isEmpty() ? "" : ",").append(plain ? text : '"' + text.replace("\"", "\"\"") + '"');
        }
        return line.toString();
    }

    private String field() throws MalformedRowException {
        if (next < line.length() && line.charAt(next) == '"') {
            return quoted();
        }
        int comma = line.indexOf(',', next);
        int end = comma < 0 ? line.length() : comma;
        String field = line.substring(next, end);
        if (field.indexOf('"') >= 0) {
            throw new MalformedRowException("there is a quote inside a field that does not begin with one");
        }
        next = end;
        return field.strip();
    }

    private String quoted() throws MalformedRowException {
        StringBuilder field = new StringBuilder();
        int from = next + 1;
        while (true) {
            int quote = line.indexOf('"', from);
            if (quote < 0) {
                throw new MalformedRowException("a quote is not closed");
            }
            field.append(line, from, quote);
            next = quote + 1;
            if (next == line.length() || line.charAt(next) == ',') {
                return field.toString().strip();
            }
            if (line.charAt(next) != '"') {
                throw new MalformedRowException("there is text behind a closing quote");
            }
            field.append('"');
            from = next + 1;
        }
    }
}
