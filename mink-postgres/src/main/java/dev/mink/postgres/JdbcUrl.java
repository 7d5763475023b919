package dev.mink.postgres;

import java.util.Properties;
import org.postgresql.Driver;

/** What can be said of a URL before anyone connects to it. */
final class JdbcUrl {

    private JdbcUrl() {}

    /**
     * Looks for what the driver would not understand, and would log with the password.
     *
     * @throws IllegalArgumentException if there is something; the message has no secrets
     */
    static void check(String url) {
        String problem = null;
        if (!url.startsWith("jdbc:postgresql:")) {
            problem = "is not a JDBC URL of PostgreSQL";
        } else if (beforeParameters(url).contains("@")) {
            problem = "has a user before the host, where the driver wants it in the parameters user and password";
        } else if (Driver.parseURL(url, new Properties()) == null) {
            problem = "cannot be read by the driver";
        }
        if (problem != null) {
            throw new IllegalArgumentException("url " + withoutSecrets(url) + " " + problem
                    + ": write it like jdbc:postgresql://localhost:5432/shop");
        }
    }

    /** What may be shown of it. */
    static String withoutSecrets(String url) {
        return beforeParameters(url).replaceAll("//.*@", "//");
    }

    private static String beforeParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
