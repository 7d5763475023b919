package dev.mink.examples.observability;

/** Pieces of an article are put aside for an order. */
record Reserve(String sku, String orderId, int pieces) {}
