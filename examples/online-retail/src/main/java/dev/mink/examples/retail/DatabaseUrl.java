package dev.mink.examples.retail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database, as {@code postgres://user:password@host:5432/database} or as a JDBC URL.
 *
 * @param jdbc the JDBC URL, without what is in the other two
 * @param user null where the URL does not say it, or the JDBC URL does
 * @param password null likewise
 * @param shown the address without secrets
 */
record DatabaseUrl(
        String jdbc, @Nullable String user, @Nullable String password, String shown) {
    private static final String FORMS = ": write postgres://user:password@host:5432/database or"
            + " jdbc:postgresql://host:5432/database, or unset it to use the embedded server";

    /**
     * @throws Refusal if it is neither
     */
    static DatabaseUrl parse(String text) {
        if (text.startsWith("jdbc:postgresql:") && !text.contains("@")) {
            return new DatabaseUrl(text, null, null, withoutSecrets(text));
        }
        try {
            URI uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
            String scheme = String.valueOf(uri.getScheme());
            if (!(scheme.equals("postgres") || scheme.equals("postgresql")) || uri.getHost() == null) {
                throw notPostgres(text, null);
            }
            return of(uri, withoutSecrets(text));
        } catch (URISyntaxException e) {
            throw notPostgres(text, e);
        }
    }

    private static DatabaseUrl of(URI uri, String shown) {
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        String path = uri.getPath() == null ? "" : uri.getPath();
        String database = path.length() > 1 ? path.substring(1) : decode(user);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8)
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return new DatabaseUrl(jdbc, user.isEmpty() ? null : decode(user), decode(password), shown);
    }

    /** Percent-encoded; a plus stands for itself. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Refusal notPostgres(String text, @Nullable Throwable cause) {
        return new Refusal(
                "DATABASE_URL " + Texts.quote(withoutSecrets(text)) + " is not a PostgreSQL URL" + FORMS, cause);
    }

    private static String withoutSecrets(String url) {
        int parameters = url.indexOf('?');
        String plain = parameters < 0 ? url : url.substring(0, parameters);
        return plain.replaceAll("//.*@", "//");
    }
}
