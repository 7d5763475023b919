package dev.mink.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresSchema;
import dev.mink.postgres.PostgresSchema.Entry;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Together;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Making, looking at and undoing the schema. */
class MigrationTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @RegisterExtension
    final Database database = new Database();

    private PostgresSchema schema;

    @BeforeEach
    void name() throws Exception {
        schema = PostgresSchema.of(database.dataSource(), database.schema());
        database.execute("drop schema \"" + database.schema() + '"');
    }

    @Test
    void up_makes_everything_and_says_what_it_applied() throws Exception {
        assertThat(schema.status()).hasSizeGreaterThanOrEqualTo(1).allMatch(entry -> entry.appliedAt() == null);

        List<Entry> applied = schema.up();

        assertThat(applied).isEqualTo(schema.status());
        assertThat(applied.get(0).version()).isEqualTo(1);
        assertThat(applied)
                .allSatisfy(entry -> assertThat(entry.appliedAt())
                        .isBetween(
                                Instant.now().minus(Duration.ofMinutes(5)),
                                Instant.now().plus(Duration.ofMinutes(5))));
        requireUsable();
    }

    @Test
    void up_a_second_time_changes_nothing() throws Exception {
        schema.up();
        List<Entry> before = schema.status();
        requireUsable();

        assertThat(schema.up()).isEmpty();
        assertThat(schema.status()).isEqualTo(before);
        assertThat(database.count()).isEqualTo(1);
    }

    @Test
    void up_works_in_a_schema_that_somebody_has_made() throws Exception {
        database.execute("create schema \"" + database.schema() + '"');
        database.execute("create table \"" + database.schema() + "\".something (else_ int)");

        assertThat(schema.up()).isNotEmpty();
        requireUsable();
    }

    @Test
    void processes_that_start_at_once_migrate_once() throws Exception {
        List<Together.Outcome<List<Entry>>> outcomes = Together.run(
                8,
                i -> () -> PostgresSchema.of(database.dataSource(), database.schema())
                        .up());

        List<List<Entry>> applied = outcomes.stream().map(Together.Outcome::get).toList();
        assertThat(applied).filteredOn(entries -> !entries.isEmpty()).hasSize(1);
        requireUsable();
    }

    @Test
    void storages_that_migrate_on_start_can_start_at_once() throws Exception {
        Together.<Long>run(
                        8,
                        i -> () -> database.storage(database.dataSource(), options -> options)
                                .lastPosition())
                .forEach(outcome -> assertThat(outcome.get()).isZero());
        requireUsable();
    }

    @Test
    void down_removes_what_up_made_and_up_makes_it_again() throws Exception {
        schema.up();
        requireUsable();

        schema.down(0);

        assertThat(schema.status()).allMatch(entry -> entry.appliedAt() == null);
        assertThat(objects()).containsExactly("migrations", "migrations_pkey");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::startWithoutMigrating)
                .withMessageContaining("version 0");
        assertThat(schema.up()).isNotEmpty();
        requireUsable();
    }

    @Test
    void connections_that_were_in_use_go_on_after_the_schema_was_made_anew() throws Exception {
        EventStore<Connection> store = Database.facts(database.storage(database.pool(1), options -> options));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10; i++) {
                store.append(ORDER, ExpectedVersion.exactly(i), Fact.noted(1));
                store.append(StreamId.of("Order", "many"), ExpectedVersion.any(), Fact.noted(2));
                assertThat(store.page(FeedQuery.all()).events()).hasSize(3 * (i + 1));
                assertThat(store.page(FeedQuery.all().categories("Order")).events())
                        .hasSize(3 * (i + 1));
                assertThat(store.read(ORDER)).hasSize(i + 1);
            }
            schema.down(0);
            schema.up();
        }
    }

    @Test
    void down_to_the_latest_version_or_without_a_schema_changes_nothing() throws Exception {
        schema.down(0);
        assertThat(objects()).isEmpty();
        assertThat(schema.status()).allMatch(entry -> entry.appliedAt() == null);

        schema.up();
        requireUsable();
        schema.down(schema.status().size());
        assertThat(database.count()).isEqualTo(1);
    }

    @Test
    void down_to_a_version_that_does_not_exist_is_refused() throws Exception {
        schema.up();

        assertThatIllegalArgumentException().isThrownBy(() -> schema.down(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> schema.down(99)).withMessageContaining("99");
        requireUsable();
    }

    @Test
    void the_ddl_run_by_hand_makes_a_schema_that_a_storage_starts_on() throws Exception {
        database.execute(PostgresSchema.ddl(database.schema()));

        startWithoutMigrating();
        List<Entry> status = schema.status();
        assertThat(status).isNotEmpty().allMatch(entry -> entry.appliedAt() != null);
        assertThat(schema.up()).isEmpty();
        assertThat(schema.status()).isEqualTo(status);
        requireUsable();
    }

    @Test
    void the_ddl_makes_the_same_as_up() throws Exception {
        schema.up();
        List<String> migrated = objects();
        database.execute("drop schema \"" + database.schema() + "\" cascade");
        database.execute(PostgresSchema.ddl(database.schema()));

        assertThat(objects()).isEqualTo(migrated).contains("events", "migrations", "safe_position");
    }

    @Test
    void a_schema_that_was_never_migrated_is_refused_with_the_way_out() throws Exception {
        refused("schema " + database.schema() + " is at version 0", "PostgresSchema.up()", "migrateOnStart(true)");

        database.execute("create schema \"" + database.schema() + '"');
        refused("schema " + database.schema() + " is at version 0", "PostgresSchema.up()");
    }

    @Test
    void a_schema_that_is_older_is_refused_with_the_way_out() throws Exception {
        schema.up();
        database.execute("delete from " + history());

        refused(
                "is at version 0 but this library needs version "
                        + schema.status().size(),
                "PostgresSchema.up()");
    }

    @Test
    void a_schema_that_is_newer_is_refused_and_left_alone() throws Exception {
        schema.up();
        database.execute("insert into " + history() + " (version, name, checksum) values (99, 'future', 'x')");

        refused("is at version 99", "use the version of mink that migrated it");
        assertThatExceptionOfType(StorageException.class).isThrownBy(schema::up).withMessageContaining("99");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> schema.down(0))
                .withMessageContaining("99");
        assertThat(database.count()).isZero();
    }

    @Test
    void a_migration_with_another_checksum_is_refused_and_left_alone() throws Exception {
        schema.up();
        database.execute("update " + history() + " set checksum = 'abc' where version = 1");

        refused("migration 1 (events)", "checksum abc", "another build of mink");
        assertThatExceptionOfType(StorageException.class).isThrownBy(schema::up).withMessageContaining("abc");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> schema.down(0))
                .withMessageContaining("abc");
        assertThat(database.count()).isZero();
    }

    @Test
    void a_table_that_somebody_dropped_is_named_when_it_is_used() throws Exception {
        schema.up();
        PostgresStorage storage = startWithoutMigrating();
        database.execute("drop table " + database.events());

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Database.facts(storage).append(ORDER, ExpectedVersion.any(), Fact.noted(1)))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("events\" does not exist")
                .withMessageContaining("PostgresSchema.up()");
    }

    @Test
    void a_migration_that_fails_leaves_nothing_behind() throws Exception {
        database.execute("create schema \"" + database.schema() + '"');
        database.execute("create view " + database.events() + " as select 1 as one");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(schema::up)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("\"events\" already exists");
        assertThat(objects()).containsExactly("events");
    }

    private void refused(String... parts) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::startWithoutMigrating)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private PostgresStorage startWithoutMigrating() {
        PostgresStorage storage = PostgresStorage.of(
                database.dataSource(), PostgresOptions.defaults().schema(database.schema()));
        storage.start();
        return storage;
    }

    private void requireUsable() {
        EventStore<Connection> store = Database.facts(startWithoutMigrating());
        long version = store.append(ORDER, ExpectedVersion.any(), Fact.noted(1)).version();
        assertThat(store.read(ORDER)).hasSize((int) version);
        assertThat(store.safePosition()).isEqualTo(store.lastPosition()).isPositive();
    }

    private String history() {
        return '"' + database.schema() + "\".migrations";
    }

    /** The names of all tables, indexes, sequences and functions in the schema. */
    private List<String> objects() throws Exception {
        return database.texts("select name from (select relname::text as name, relnamespace as space from pg_class"
                + " union all select proname::text, pronamespace from pg_proc) object"
                + " where space = (select oid from pg_namespace where nspname = '" + database.schema()
                + "') order by name collate \"C\"");
    }
}
