package dev.mink.spi;

/**
 * An order of documents by a field.
 *
 * @param field the name of the field
 * @param descending whether the greatest comes first; a missing value is the greatest
 */
public record FieldOrder(String field, boolean descending) {}
