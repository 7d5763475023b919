package dev.mink.examples.retail;

/**
 * A row of the data.
 *
 * @param line where it stands in the file, from 1
 * @param invoice the number of the document that it belongs to
 * @param heading what it repeats of the document's heading, with its own time
 * @param item what it adds
 */
record Row(TextLine line, String invoice, Heading heading, Item item) {}
