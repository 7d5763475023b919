package dev.mink.spi;

/**
 * A value of a field.
 *
 * @param field the name of the field
 * @param value of the field's type
 */
public record FieldValue(String field, Object value) {}
