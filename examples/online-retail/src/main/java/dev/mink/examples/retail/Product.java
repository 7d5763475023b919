package dev.mink.examples.retail;

import java.math.BigDecimal;

/** What the lines with one stock code come to. */
final class Product {
    private final String sku;
    private String name = "";
    private BigDecimal greatestSale = BigDecimal.ZERO;
    private BigDecimal netTotal = BigDecimal.ZERO;

    Product(String sku) {
        this.sku = sku;
    }

    void add(Line line) {
        BigDecimal amount = line.amount();
        netTotal = netTotal.add(amount);
        String description = line.description();
        int greater = amount.compareTo(greatestSale);
        if (description != null && (greater > 0 || (greater == 0 && description.compareTo(name) > 0))) {
            greatestSale = amount;
            name = description;
        }
    }

    String sku() {
        return sku;
    }

    /** Its names vary: the one in its greatest sale. */
    String name() {
        return name;
    }

    BigDecimal netTotal() {
        return netTotal;
    }
}
