package dev.mink.postgres.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.StorageException;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Sql;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers see the documents of one generation, whatever happens to it meanwhile. */
@Timeout(120)
class ViewSwitchTest {

    private static final int DOCUMENTS = 50;
    private static final int SWITCHES = 40;
    private static final DocumentQuery ALL = new DocumentQuery(null, List.of(), null, 0, Integer.MAX_VALUE);

    @RegisterExtension
    final Database database = new Database();

    @Test
    void readers_see_the_old_documents_or_the_new_ones_while_generations_come_and_go() throws Exception {
        PostgresStorage storage = database.storage();
        ViewStore<Connection> views = storage.views().orElseThrow();
        fill(storage, views, 1);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> reader = CompletableFuture.supplyAsync(() -> {
            Set<String> seen = new TreeSet<>();
            while (!done.get()) {
                List<ViewDocument> documents = views.find("sales", 1, ALL);
                Set<String> contents =
                        documents.stream().map(ViewDocument::json).collect(Collectors.toSet());
                assertThat(documents).hasSize(DOCUMENTS);
                assertThat(contents).hasSize(1);
                assertThat(views.count("sales", 1, null)).isEqualTo(DOCUMENTS);
                seen.addAll(contents);
            }
            return seen;
        });
        try {
            for (int generation = 2; generation <= SWITCHES && !reader.isDone(); generation++) {
                fill(storage, views, generation);
            }
        } finally {
            done.set(true);
        }

        assertThat(reader.get(60, TimeUnit.SECONDS)).hasSizeGreaterThan(1);
        assertThat(database.texts("select count(*) from pg_tables where schemaname = '" + database.schema()
                        + "' and tablename like 'view\\_sales\\_%'"))
                .containsExactly("1");
    }

    @Test
    void dropping_a_generation_that_is_being_dumped_gives_up_soon() throws Exception {
        PostgresStorage storage = database.storage();
        ViewStore<Connection> views = storage.views().orElseThrow();
        fill(storage, views, 1);
        try (Connection dump = database.dataSource().getConnection()) {
            dump.setAutoCommit(false);
            Sql.execute(dump, "select count(*) from \"" + database.schema() + "\".view_sales_1");

            assertThatThrownBy(() -> storage.transact(transaction -> {
                        views.drop(transaction, "sales", 1);
                        return true;
                    }))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("lock timeout");
            assertThat(views.count("sales", 1, null)).isEqualTo(DOCUMENTS);
        }
    }

    /** Fills a generation, and drops the one before as soon as this one is read. */
    private static void fill(PostgresStorage storage, ViewStore<Connection> views, int number) {
        ViewGeneration generation = new ViewGeneration("sales", number, List.of());
        List<ViewDocument> documents = IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> new ViewDocument("k-" + i, "{\"generation\": " + number + "}"))
                .toList();
        var filled = storage.transact(transaction -> {
            views.create(transaction, generation);
            views.save(transaction, generation, documents, List.of());
            return true;
        });
        var switched = storage.transact(transaction -> {
            views.serve(transaction, "sales", 1, number);
            return true;
        });
        var dropped = storage.transact(transaction -> {
            views.drop(transaction, "sales", number - 1);
            return true;
        });
        assertThat(filled && switched && dropped).isTrue();
    }
}
