package dev.mink.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells commands apart: the name of the type, and a SHA-256 of its full name, the tenant and the contents. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(CommandEnvelope envelope) {
        MessageDigest digest = sha256();
        add(digest, envelope.command().getClass().getName());
        add(digest, envelope.metadata().tenantId());
        digest.update(CommandJson.canonical(envelope.command()));
        return envelope.type() + ":" + HexFormat.of().formatHex(digest.digest());
    }

    /** A text and an end that none contains; nothing is not the same as an empty text. */
    private static void add(MessageDigest digest, @Nullable String text) {
        if (text != null) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
