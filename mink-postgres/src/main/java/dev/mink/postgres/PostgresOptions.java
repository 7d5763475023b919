package dev.mink.postgres;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link PostgresStorage} uses its database. Every method gives changed options and leaves these
 * as they are; start from {@link #defaults()}.
 *
 * <p>The options of the pool, the timeouts and the user apply only to a storage made from a URL, which
 * has a pool of its own; a {@code DataSource} comes with its own settings.
 */
public final class PostgresOptions {

    private static final PostgresOptions DEFAULTS = new PostgresOptions();

    private SchemaName schema = new SchemaName("mink");
    private boolean migrateOnStart;
    private boolean groupAppends = true;
    private boolean notifications = true;
    private @Nullable String user;
    private @Nullable String password;
    private int maxConnections = 10;
    private int minConnections = 1;
    private Duration idleTimeout = Duration.ofMinutes(10);
    private Duration maxLifetime = Duration.ofMinutes(30);
    private Duration connectionTimeout = Duration.ofSeconds(10);
    private Duration statementTimeout = Duration.ZERO;
    private @Nullable Object poolMetrics;

    private PostgresOptions() {}

    private PostgresOptions(PostgresOptions other) {
        schema = other.schema;
        migrateOnStart = other.migrateOnStart;
        groupAppends = other.groupAppends;
        notifications = other.notifications;
        user = other.user;
        password = other.password;
        maxConnections = other.maxConnections;
        minConnections = other.minConnections;
        idleTimeout = other.idleTimeout;
        maxLifetime = other.maxLifetime;
        connectionTimeout = other.connectionTimeout;
        statementTimeout = other.statementTimeout;
        poolMetrics = other.poolMetrics;
    }

    /** The defaults that are named at each option. */
    public static PostgresOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The database schema, {@code mink} by default: any name of at most 63 bytes without double
     * quotes, {@code $$} and control characters; mink quotes it.
     *
     * @throws IllegalArgumentException if the name cannot be a schema's
     */
    public PostgresOptions schema(String name) {
        SchemaName checked = new SchemaName(name);
        return with(options -> options.schema = checked);
    }

    /** Whether starting brings the schema to the version of this library; false by default. */
    public PostgresOptions migrateOnStart(boolean migrate) {
        return with(options -> options.migrateOnStart = migrate);
    }

    /**
     * Whether appends of concurrent callers share a round trip and a commit, each with its own outcome;
     * true by default. A lone caller does not wait for others either way.
     */
    public PostgresOptions groupAppends(boolean group) {
        return with(options -> options.groupAppends = group);
    }

    /**
     * Whether subscriptions of other processes are told of appends by {@code NOTIFY}, and those of this process
     * {@code LISTEN} for that, on one connection more; true by default. Without it they find new events by looking
     * every {@linkplain dev.mink.EventStore.Builder#pollInterval poll interval}. A connection pooler that hands
     * out a server connection for each transaction cannot listen.
     */
    public PostgresOptions notifications(boolean notify) {
        return with(options -> options.notifications = notify);
    }

    /** The user and password, where the URL does not name them. */
    public PostgresOptions credentials(String newUser, String newPassword) {
        Objects.requireNonNull(newUser, "user");
        Objects.requireNonNull(newPassword, "password");
        return with(options -> {
            options.user = newUser;
            options.password = newPassword;
        });
    }

    /**
     * How many connections the pool may open, 10 by default, and how many of them it keeps open when
     * they are not used, 1 by default.
     *
     * @throws IllegalArgumentException unless {@code 0 <= min <= max} and {@code max >= 1}
     */
    public PostgresOptions connections(int min, int max) {
        if (max < 1 || min < 0 || min > max) {
            throw new IllegalArgumentException("connections(" + min + ", " + max
                    + "): the maximum must be at least 1 and the minimum between 0 and the maximum");
        }
        return with(options -> {
            options.minConnections = min;
            options.maxConnections = max;
        });
    }

    /** How long a connection beyond the minimum stays open unused: 10 minutes by default, at least 10 s. */
    public PostgresOptions idleTimeout(Duration timeout) {
        atLeast("idleTimeout", timeout, Duration.ofSeconds(10));
        return with(options -> options.idleTimeout = timeout);
    }

    /** How long a connection lives: 30 minutes by default, at least 30 s. */
    public PostgresOptions maxLifetime(Duration lifetime) {
        atLeast("maxLifetime", lifetime, Duration.ofSeconds(30));
        return with(options -> options.maxLifetime = lifetime);
    }

    /** How long to wait for a connection: 10 s by default, at least 250 ms. */
    public PostgresOptions connectionTimeout(Duration timeout) {
        atLeast("connectionTimeout", timeout, Duration.ofMillis(250));
        return with(options -> options.connectionTimeout = timeout);
    }

    /** How long the server lets a statement run; zero, the default, for no limit. */
    public PostgresOptions statementTimeout(Duration timeout) {
        atLeast("statementTimeout", timeout, Duration.ZERO);
        return with(options -> options.statementTimeout = timeout);
    }

    /**
     * Where HikariCP registers meters of the pool: a {@code MeterRegistry} of Micrometer, or a {@code MetricRegistry}
     * of Dropwizard. By default nowhere.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public PostgresOptions poolMetrics(Object registry) {
        new HikariConfig().setMetricRegistry(Objects.requireNonNull(registry, "registry"));
        return with(options -> options.poolMetrics = registry);
    }

    SchemaName schema() {
        return schema;
    }

    boolean migrateOnStart() {
        return migrateOnStart;
    }

    boolean groupAppends() {
        return groupAppends;
    }

    boolean notifications() {
        return notifications;
    }

    /** What the driver needs besides a URL, for a connection outside of the pool. */
    Properties login() {
        Properties properties = new Properties();
        if (user != null && password != null) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        return properties;
    }

    /** The configuration of a pool for a URL; does not connect yet. */
    HikariConfig pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mink-" + schema);
        config.setJdbcUrl(url);
        if (user != null) {
            config.setUsername(user);
            config.setPassword(password);
        }
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(minConnections);
        config.setIdleTimeout(idleTimeout.toMillis());
        config.setMaxLifetime(maxLifetime.toMillis());
        config.setConnectionTimeout(connectionTimeout.toMillis());
        config.setInitializationFailTimeout(1);
        if (!statementTimeout.isZero()) {
            config.setConnectionInitSql("set statement_timeout = " + Math.max(1, statementTimeout.toMillis()));
        }
        if (poolMetrics != null) {
            config.setMetricRegistry(poolMetrics);
        }
        return config;
    }

    private PostgresOptions with(Consumer<PostgresOptions> change) {
        PostgresOptions changed = new PostgresOptions(this);
        change.accept(changed);
        return changed;
    }

    private static void atLeast(String what, Duration value, Duration least) {
        Objects.requireNonNull(value, what);
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + " " + value + " is less than " + least);
        }
    }
}
