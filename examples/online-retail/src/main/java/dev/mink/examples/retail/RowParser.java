package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns lines into rows. */
final class RowParser {
    static final List<String> COLUMNS = List.of(
            "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country");

    private static final int MAX_TEXT = 1_000;
    private static final Pattern INVOICE = Pattern.compile("[CA]?[0-9]{1,18}");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern CUSTOMER = Pattern.compile("[0-9]{1,18}(\\.0)?");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private RowParser() {}

    static Row parse(TextLine line) throws MalformedRowException {
        if (line.cut()) {
            throw new MalformedRowException("the line is longer than " + LineReader.MAX_LENGTH + " characters");
        }
        if (line.text().isBlank()) {
            throw new MalformedRowException("the line is blank");
        }
        List<String> fields = Csv.fields(line.text());
        if (fields.size() != COLUMNS.size()) {
            throw new MalformedRowException("there are " + fields.size() + " columns instead of " + COLUMNS.size());
        }
        for (int i = 0; i < fields.size(); i++) {
            checkText(COLUMNS.get(i), fields.get(i));
        }
        String invoice = matching(INVOICE, "an invoice number", "InvoiceNo", fields.get(0));
        String sku = present("StockCode", fields.get(1));
        String description = fields.get(2);
        int quantity = Integer.parseInt(matching(INTEGER, "a whole number", "Quantity", fields.get(3)));
        BigDecimal price = new BigDecimal(matching(DECIMAL, "an amount", "UnitPrice", fields.get(5)));
        return new Row(
                line,
                invoice,
                new Heading(customer(fields.get(6)), present("Country", fields.get(7)), date(fields.get(4))),
                new Item(sku, description.isEmpty() ? null : description, quantity, price));
    }

    private static @Nullable String customer(String field) throws MalformedRowException {
        if (field.isEmpty()) {
            return null;
        }
        String id = matching(CUSTOMER, "a customer number", "CustomerID", field);
        return id.endsWith(".0") ? id.substring(0, id.length() - 2) : id;
    }

    private static LocalDateTime date(String field) throws MalformedRowException {
        try {
            return LocalDateTime.parse(field, DATE);
        } catch (DateTimeParseException e) {
            throw new MalformedRowException(
                    "InvoiceDate " + Texts.quote(field) + " is not a date such as 2010-12-31 23:59:00");
        }
    }

    private static String matching(Pattern pattern, String what, String column, String field)
            throws MalformedRowException {
        if (!pattern.matcher(field).matches()) {
            throw new MalformedRowException(column + " " + Texts.quote(field) + " is not " + what);
        }
        return field;
    }

    private static String present(String column, String field) throws MalformedRowException {
        if (field.isEmpty()) {
            throw new MalformedRowException(column + " is empty");
        }
        return field;
    }

    private static void checkText(String column, String field) throws MalformedRowException {
        if (field.length() > MAX_TEXT) {
            throw new MalformedRowException(column + " is longer than " + MAX_TEXT + " characters");
        }
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\uFFFD') {
                throw new MalformedRowException(column + " is not UTF-8");
            }
            if (Character.isISOControl(c)) {
                throw new MalformedRowException(column + " contains a control character");
            }
        }
    }
}
