package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowParserTest {
    @Test
    void a_row_says_who_ordered_what_and_when() throws Exception {
        Row row = parse("536365,85123A,WHITE HEART ,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom");

        assertThat(row.invoice()).isEqualTo("536365");
        assertThat(row.heading())
                .isEqualTo(new Heading("17850", "United Kingdom", LocalDateTime.of(2010, 12, 1, 8, 26)));
        assertThat(row.item()).isEqualTo(new Item("85123A", "WHITE HEART", 6, new BigDecimal("2.55")));
    }

    @Test
    void customer_and_description_may_be_missing() throws Exception {
        Row row = parse("536414,22139,,-56,2010-12-01 11:52:00,0.0,,United Kingdom");

        assertThat(row.heading().customerId()).isNull();
        assertThat(row.item().description()).isNull();
        assertThat(row.item().quantity()).isEqualTo(-56);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'  '|the line is blank",
                "536365,1,A,6,2010-12-01 08:26:00,2.55,17850.0|there are 7 columns instead of 8",
                "536365,1,A,6,2010-12-01 08:26:00,2.55,17850.0,UK,|there are 9 columns instead of 8",
                "X36365,1,A,6,2010-12-01 08:26:00,2.55,17850.0,UK|InvoiceNo \"X36365\" is not an invoice number",
                ",1,A,6,2010-12-01 08:26:00,2.55,17850.0,UK|InvoiceNo \"\" is not an invoice number",
                "536365,,A,6,2010-12-01 08:26:00,2.55,17850.0,UK|StockCode is empty",
                "536365,1,A,six,2010-12-01 08:26:00,2.55,17850.0,UK|Quantity \"six\" is not a whole number",
                "536365,1,A,6.5,2010-12-01 08:26:00,2.55,17850.0,UK|Quantity \"6.5\" is not a whole number",
                "536365,1,A,9999999999,2010-12-01 08:26:00,2.55,,UK|Quantity \"9999999999\" is not a whole number",
                "536365,1,A,6,2010-02-30 08:26:00,2.55,17850.0,UK|InvoiceDate \"2010-02-30 08:26:00\" is not a date such as 2010-12-31 23:59:00",
                "536365,1,A,6,01/12/2010,2.55,17850.0,UK|InvoiceDate \"01/12/2010\" is not a date such as 2010-12-31 23:59:00",
                "536365,1,A,6,2010-12-01 08:26:00,1e9,17850.0,UK|UnitPrice \"1e9\" is not an amount",
                "536365,1,A,6,2010-12-01 08:26:00,NaN,17850.0,UK|UnitPrice \"NaN\" is not an amount",
                "536365,1,A,6,2010-12-01 08:26:00,2.55,Bob,UK|CustomerID \"Bob\" is not a customer number",
                "536365,1,A,6,2010-12-01 08:26:00,2.55,17850.0,|Country is empty",
                "536365,1,\"A,6,2010-12-01 08:26:00,2.55,17850.0,UK|a quote is not closed"
            })
    void what_cannot_be_understood_is_malformed(String line, String reason) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(MalformedRowException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource({"'\0',Description contains a control character", "\uFFFD,Description is not UTF-8"})
    void what_cannot_be_stored_is_malformed(String description, String reason) {
        assertThatThrownBy(() -> parse("536365,1,a" + description + "b,6,2010-12-01 08:26:00,2.55,,UK"))
                .isInstanceOf(MalformedRowException.class)
                .hasMessage(reason);
    }

    @Test
    void what_is_too_long_is_malformed() {
        assertThatThrownBy(() -> parse("536365,1," + "x".repeat(1_001) + ",6,2010-12-01 08:26:00,2.55,,UK"))
                .hasMessage("Description is longer than 1000 characters");
        assertThatThrownBy(() -> RowParser.parse(new TextLine(1, "536365", true)))
                .hasMessage("the line is longer than 65536 characters");
    }

    private static Row parse(String line) throws MalformedRowException {
        return RowParser.parse(new TextLine(2, line, false));
    }
}
