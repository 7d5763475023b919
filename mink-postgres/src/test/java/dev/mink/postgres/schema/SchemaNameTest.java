package dev.mink.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresSchema;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of every name that PostgreSQL has. */
class SchemaNameTest {

    private static final String SIXTY_THREE = "abcdefghi_abcdefghi_abcdefghi_abcdefghi_abcdefghi_abcdefghi_abc";
    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Order", "2");

    @RegisterExtension
    final Database database = new Database();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "''; drop table x; --",
                "two words",
                "MixedCase",
                "Bücher für Östliches",
                "事件",
                "\uD83D\uDE00",
                "select",
                "what?",
                "percent%s",
                "back\\slash",
                "new.dot",
                "${schema}",
                "1$",
                "$1",
                SIXTY_THREE
            })
    void a_schema_of_any_name_works(String name) throws Exception {
        try {
            requireEverythingWorks(name);
            database.execute("drop schema \"" + name + "\" cascade");
            database.execute(PostgresSchema.ddl(name));
            requireEverythingWorks(name);
        } finally {
            database.execute("drop schema if exists \"" + name + "\" cascade");
        }
    }

    private void requireEverythingWorks(String name) throws Exception {
        PostgresStorage storage = database.storage(database.pool(2), options -> options.schema(name));
        EventStore<Connection> store = Database.facts(storage);

        assertThat(storage.schema().status()).allMatch(entry -> entry.appliedAt() != null);
        assertThat(store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1))
                        .version())
                .isEqualTo(1);
        assertThat(store.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1))
                        .version())
                .isEqualTo(2);
        assertThat(store.append(
                        Append.of(ORDER, ExpectedVersion.exists(), Fact.noted(2)),
                        Append.of(OTHER, ExpectedVersion.any(), Fact.noted(2))))
                .extracting(AppendResult::version)
                .containsExactly(4L, 2L);
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> store.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1)));
        assertThat(store.<Long, RuntimeException>transact(connection -> store.within(connection)
                        .append(OTHER, ExpectedVersion.any(), Fact.noted(1))
                        .version()))
                .isEqualTo(3);
        assertThat(store.read(ORDER)).hasSize(4);
        assertThat(store.page(FeedQuery.all().types(Fact.Noted.class).categories("Order"))
                        .events())
                .hasSize(7);
        assertThat(store.streams("Ord")).hasSize(2);
        assertThat(store.safePosition()).isEqualTo(store.lastPosition());
        assertThat(database.number("select count(*) from \"" + name + "\".events"))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "with\"quotes", "a\"; drop table x; --", "line\nbreak", "nul\0", "pg_mine", "a$$b"})
    void a_name_that_cannot_be_a_schema_is_refused(String name) throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresOptions.defaults().schema(name))
                .withMessageContaining(name.isBlank() ? "blank" : name);
        assertThatIllegalArgumentException().isThrownBy(() -> PostgresSchema.ddl(name));
        assertThatIllegalArgumentException().isThrownBy(() -> PostgresSchema.of(database.dataSource(), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {SIXTY_THREE + "d", "ü" + SIXTY_THREE, "事件事件事件事件事件事件事件事件事件事件事件"})
    void a_name_that_postgresql_would_cut_is_refused_with_its_length(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresOptions.defaults().schema(name))
                .withMessageContaining(bytes + " bytes")
                .withMessageContaining("63");
    }
}
