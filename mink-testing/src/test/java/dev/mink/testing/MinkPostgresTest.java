package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class MinkPostgresTest {

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private static final List<String> SEEN = new ArrayList<>();

    @Test
    void a_schema_is_empty_at_first(DataSource dataSource) throws SQLException {
        assertThat(query(dataSource, "select current_schema")).isEqualTo(postgres.schema());
        assertThat(query(dataSource, "select count(*) from pg_class where relnamespace = current_schema::regnamespace"))
                .isEqualTo("0");
    }

    @Test
    void one_more_schema_is_another_empty_one() throws SQLException {
        String more = postgres.newSchema();

        assertThat(more).isNotEqualTo(postgres.schema());
        execute(postgres.dataSource(), "create table " + more + ".t (n int)");
    }

    @Test
    void an_ordinary_database_is_fast_and_still_commits_in_order() throws SQLException {
        assertThat(query(postgres.dataSource(), "show synchronous_commit")).isEqualTo("on");
    }

    @Test
    void an_instance_field_gives_each_test_its_own_schema() throws SQLException {
        Events tests = run(PerTest.class);

        assertThat(tests.succeeded().count()).isEqualTo(3);
        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
        assertNoneIsLeft();
    }

    @Test
    void a_static_field_gives_all_tests_of_a_class_one_schema() throws SQLException {
        Events tests = run(PerClass.class);

        assertThat(tests.succeeded().count()).isEqualTo(3);
        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.stream().distinct()).hasSize(1);
        assertNoneIsLeft();
    }

    @Test
    void outside_of_a_test_there_is_no_schema() {
        MinkPostgres unused = MinkPostgres.create();

        assertThatIllegalStateException()
                .isThrownBy(unused::schema)
                .withMessageContaining("register it in a field with @RegisterExtension");
        assertThatIllegalStateException().isThrownBy(unused::dataSource);
        assertThatIllegalStateException().isThrownBy(unused::newSchema);
    }

    private static Events run(Class<?> tests) {
        SEEN.clear();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    private void assertNoneIsLeft() throws SQLException {
        assertThat(query(
                        postgres.dataSource(),
                        "select count(*) from pg_namespace where nspname in ('" + String.join("', '", SEEN) + "')"))
                .isEqualTo("0");
    }

    static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    static class PerTest {

        @RegisterExtension
        final MinkPostgres postgres = MinkPostgres.create();

        @BeforeEach
        void createTable() throws SQLException {
            execute(postgres.dataSource(), "create table t (n int)");
            SEEN.add(postgres.schema());
        }

        @Test
        void one() throws SQLException {
            execute(postgres.dataSource(), "insert into t values (1)");
        }

        @Test
        void another(DataSource dataSource) throws SQLException {
            assertThat(query(dataSource, "select count(*) from t")).isEqualTo("0");
        }

        @Nested
        class Inside {
            @Test
            void a_nested_one() throws SQLException {
                assertThat(query(postgres.dataSource(), "select count(*) from t"))
                        .isEqualTo("0");
            }
        }
    }

    static class PerClass {

        @RegisterExtension
        static final MinkPostgres POSTGRES = MinkPostgres.create();

        @BeforeEach
        void createTable() throws SQLException {
            execute(POSTGRES.dataSource(), "create table if not exists t (n int)");
            SEEN.add(POSTGRES.schema());
        }

        @Test
        void one() {
            assertThat(POSTGRES.schema()).isNotEmpty();
        }

        @Test
        void another() {
            assertThat(POSTGRES.schema()).isNotEmpty();
        }

        @Nested
        class Inside {
            @Test
            void a_nested_one() {
                assertThat(POSTGRES.schema()).isNotEmpty();
            }
        }
    }
}
