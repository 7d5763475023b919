package dev.mink.examples.retail;

/** A document was asked for something that its rules forbid. */
final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DocumentException(String number, String rule) {
        super("document " + number + " " + rule);
    }
}
