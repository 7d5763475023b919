package dev.mink.examples.retail;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the data says about goods and money.
 *
 * @param sku the stock code
 * @param description what the goods are, or a remark of the clerk's; null where there is none
 * @param quantity negative where goods go back or are lost
 * @param unitPrice in GBP
 */
record Item(String sku, @Nullable String description, int quantity, BigDecimal unitPrice) {
    BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
}
