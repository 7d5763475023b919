package dev.mink.command;

import dev.mink.schema.Codec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells commands apart: the name of the type, and the SHA-256 of the contents as JSON. */
final class Fingerprint {

    private static final Codec JSON = Codec.json();

    private Fingerprint() {}

    static String of(Object command) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JSON.encode(command).bytes());
            return command.getClass().getSimpleName() + ":" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
