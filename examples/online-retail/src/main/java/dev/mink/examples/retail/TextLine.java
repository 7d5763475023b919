package dev.mink.examples.retail;

/**
 * A line of a text file.
 *
 * @param number from 1
 * @param text without its line break
 * @param cut whether the line is longer than the text
 */
record TextLine(long number, String text, boolean cut) {}
