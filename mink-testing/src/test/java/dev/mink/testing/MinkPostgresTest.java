package dev.mink.testing;

import static dev.mink.testing.Sql.execute;
import static dev.mink.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class MinkPostgresTest {

    private static final List<String> SEEN = new ArrayList<>();

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    @Test
    void a_schema_is_empty_at_first_and_is_what_plain_names_mean(DataSource dataSource) throws SQLException {
        assertThat(query(dataSource, "select current_schema")).isEqualTo(postgres.schema());
        assertThat(query(dataSource, "select count(*) from pg_class where relnamespace = current_schema::regnamespace"))
                .isEqualTo("0");
    }

    @Test
    void a_url_leads_to_the_same_schema() throws SQLException {
        execute(postgres.dataSource(), "create table t as select 7 as n");

        assertThat(query(TestSchema.dataSource(postgres.url()), "select n from t"))
                .isEqualTo("7");
    }

    @Test
    void one_more_schema_is_another_one() throws SQLException {
        String more = postgres.newSchema();
        execute(postgres.dataSource(), "create table t (n int)");
        execute(postgres.dataSource(), "create table " + more + ".t (n int)");

        assertThat(more).isNotEqualTo(postgres.schema());
    }

    @Test
    void an_instance_field_gives_each_test_its_own_schema() throws SQLException {
        run(PerTest.class)
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(3).failed(0));

        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
        assertNoneIsLeft();
    }

    @Test
    void a_static_field_gives_all_tests_of_a_class_one_schema() throws SQLException {
        run(PerClass.class)
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(3).failed(0));

        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.stream().distinct()).hasSize(1);
        assertNoneIsLeft();
    }

    @Test
    void a_static_field_that_two_classes_use_at_once_is_refused() {
        run(Outer.class)
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(4).failed(0));
    }

    @Test
    void a_schema_with_an_open_transaction_cannot_be_dropped() throws SQLException {
        TestSchema schema = TestSchema.create(TestDatabase.url(false));
        try (Connection connection = schema.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table t (n int)");

            assertThatIllegalStateException()
                    .isThrownBy(() -> schema.drop(Duration.ofMillis(50)))
                    .withMessageContaining(schema.name())
                    .withMessageContaining("end all transactions in it");
        }
        schema.drop(Duration.ofSeconds(20));
    }

    @Test
    void outside_of_a_test_there_is_no_schema() {
        MinkPostgres unused = MinkPostgres.create();

        assertThatIllegalStateException()
                .isThrownBy(unused::schema)
                .withMessageContaining("register it in a field with @RegisterExtension");
        assertThatIllegalStateException().isThrownBy(unused::url);
        assertThatIllegalStateException().isThrownBy(unused::dataSource);
        assertThatIllegalStateException().isThrownBy(unused::newSchema);
    }

    private static EngineExecutionResults run(Class<?> tests) {
        SEEN.clear();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private void assertNoneIsLeft() throws SQLException {
        assertThat(query(
                        postgres.dataSource(),
                        "select count(*) from pg_namespace where nspname in ('" + String.join("', '", SEEN) + "')"))
                .isEqualTo("0");
    }

    static class PerTest {

        @RegisterExtension
        final MinkPostgres postgres = MinkPostgres.create();

        @BeforeEach
        void createTable() throws SQLException {
            execute(postgres.dataSource(), "create table t (n int)");
            execute(postgres.dataSource(), "create table " + postgres.newSchema() + ".t (n int)");
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
        void one() throws SQLException {
            assertThat(query(POSTGRES.dataSource(), "select count(*) from t")).isEqualTo("0");
        }

        @Test
        void another() throws SQLException {
            assertThat(query(POSTGRES.dataSource(), "select count(*) from t")).isEqualTo("0");
        }

        @Nested
        class Inside {
            @Test
            void a_nested_one() throws SQLException {
                assertThat(query(POSTGRES.dataSource(), "select count(*) from t"))
                        .isEqualTo("0");
            }
        }
    }

    static class Outer extends PerClass {
        @Test
        void runs_another_class_with_the_same_field() {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(PerClass.class))
                    .execute()
                    .containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            finishedWithFailure(
                                    instanceOf(IllegalStateException.class),
                                    message(text -> text.contains("register it in an instance field"))));
        }
    }
}
