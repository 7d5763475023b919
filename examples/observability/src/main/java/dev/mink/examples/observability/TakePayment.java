package dev.mink.examples.observability;

import java.math.BigDecimal;

/** Has a customer's bank asked for the money, and then enters it into the order. */
record TakePayment(String orderId, BigDecimal amount) {}
