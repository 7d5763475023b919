package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.EventStore;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.schema.UnknownEventException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImporterTest {
    private static final long SAMPLE_EVENTS = 5_217 + 2 * 310;

    @TempDir
    Path directory;

    @Test
    void an_invoice_becomes_one_stream() throws Exception {
        EventStore<?> store = Shop.inMemory();

        Shop.imported(store, Data.csv(directory, row("1"), row("1"), row("C2")), rejects());

        assertThat(store.streams(""))
                .extracting(info -> info.stream() + "@" + info.version())
                .containsExactlyInAnyOrder("Order-1@4", "CreditNote-C2@3");
    }

    @Test
    void the_sample_comes_to_what_is_in_it() throws Exception {
        EventStore<?> store = Shop.inMemory();

        Progress progress = Shop.imported(store, null, rejects());

        assertThat(progress.effort().events()).isEqualTo(SAMPLE_EVENTS);
        assertThat(JsonReport.of(Books.of(store), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void what_is_there_already_is_left_alone() throws Exception {
        EventStore<?> store = Shop.inMemory();
        Shop.imported(store, null, rejects());

        Progress again = Shop.imported(store, null, rejects());

        assertThat(again.effort().events()).isZero();
        assertThat(again.skipped()).isEqualTo(310);
        assertThat(JsonReport.of(Books.of(store), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void an_import_goes_on_where_an_earlier_one_ended() throws Exception {
        EventStore<?> store = Shop.inMemory();
        Shop.imported(store, Data.csv(directory, row("1"), row("C2")), rejects());

        Progress rest = Shop.imported(store, Data.csv(directory, row("1"), row("C2"), row("3")), rejects());

        assertThat(rest.skipped()).isEqualTo(2);
        assertThat(rest.effort().events()).isEqualTo(3);
    }

    @Test
    void a_lost_connection_neither_loses_nor_doubles_an_order() throws Exception {
        EventStore<?> store = Shop.over(new UnreliableStorage());

        Shop.imported(store, null, rejects());

        assertThat(JsonReport.of(Books.of(store), 0)).isEqualTo(Shop.SAMPLE_JSON);
    }

    @Test
    void the_ids_of_events_follow_from_the_invoice() throws Exception {
        EventStore<?> one = Shop.inMemory();
        EventStore<?> other = Shop.inMemory();
        StreamId stream = StreamId.parse("Order-1");
        Shop.imported(one, Data.csv(directory, row("1")), rejects());
        Shop.imported(other, Data.csv(directory, row("C2"), row("1")), rejects());

        List<?> ids = one.read(stream).map(event -> event.id()).toList();

        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        assertThat(other.read(stream).map(event -> event.id())).isEqualTo(ids);
    }

    @Test
    void a_failure_ends_the_import() {
        InMemoryStorage storage = new InMemoryStorage();
        EventStore<?> store = EventStore.of(storage, CreditNote.TYPE.events());

        assertThatThrownBy(() -> Shop.imported(store, Data.csv(directory, row("1")), rejects()))
                .isInstanceOf(UnknownEventException.class);
    }

    private Path rejects() {
        return directory.resolve("rejects.csv");
    }
}
