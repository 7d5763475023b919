package dev.mink.projection;

import dev.mink.internal.Text;
import dev.mink.schema.CodecException;
import dev.mink.schema.Payload;
import dev.mink.spi.ViewDocument;
import java.nio.charset.StandardCharsets;

/**
 * Documents of a view as they are kept.
 *
 * @param view which
 * @param <S> the documents
 */
record DocumentCoding<S>(View<S> view) {

    /**
     * @throws CodecException if it cannot be written as JSON
     * @throws IllegalArgumentException if the value of a field cannot be stored
     */
    ViewDocument encode(String key, S document) {
        Payload payload;
        try {
            payload = view.codec().encode(document);
        } catch (CodecException e) {
            throw failed(key, "cannot be kept: " + e.getMessage(), e);
        }
        if (payload.format() != Payload.Format.JSON) {
            throw new CodecException(
                    view.document().getName(),
                    "the codec of view " + view + " does not write JSON: give it one that does",
                    null);
        }
        return new ViewDocument(
                key,
                new String(payload.bytes(), StandardCharsets.UTF_8),
                view.fields().values(document));
    }

    /**
     * @throws CodecException if it is not one of the view
     */
    S decode(ViewDocument kept) {
        try {
            byte[] json = kept.json().getBytes(StandardCharsets.UTF_8);
            return view.codec().decode(Payload.json(json), view.document());
        } catch (CodecException e) {
            throw failed(
                    kept.key(),
                    "cannot be read: " + e.getMessage()
                            + "; after changing the documents, raise the version of the view",
                    e);
        }
    }

    private CodecException failed(String key, String what, CodecException cause) {
        return new CodecException(
                cause.type(), "the document " + Text.quote(key) + " of view " + view + " " + what, cause);
    }
}
