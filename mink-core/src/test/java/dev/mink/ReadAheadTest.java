package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.PagedIterator.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int PAGES = 20;

    private final AtomicInteger fetched = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile int broken = -1;

    @Test
    void gives_every_element_once_and_in_order() {
        List<Integer> read = new ArrayList<>();

        pages().forEachRemaining(read::add);

        assertThat(read).containsExactlyElementsOf(numbers(0, PAGES * 2));
        assertThat(fetched).hasValue(PAGES);
    }

    @Test
    void fetches_the_next_pages_while_one_is_consumed_and_no_more_than_those() throws Exception {
        PagedIterator<Integer, Integer> elements = pages();
        take(elements, 3);

        await(4);
        TimeUnit.MILLISECONDS.sleep(50);

        assertThat(fetched).hasValue(4);
        assertThat(threads).anyMatch(thread -> thread.getName().startsWith("mink-read-ahead-") && thread.isDaemon());
    }

    @Test
    void fetches_nothing_in_vain_for_who_takes_only_the_first_page() throws Exception {
        take(pages(), 2);

        TimeUnit.MILLISECONDS.sleep(50);

        assertThat(fetched).hasValue(1);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void throws_a_failure_where_its_page_is_due_and_can_go_on_from_there() {
        broken = 5;
        PagedIterator<Integer, Integer> elements = pages();
        assertThat(take(elements, 10)).containsExactlyElementsOf(numbers(0, 10));

        assertThatThrownBy(elements::next).isInstanceOf(StorageException.class).hasMessage("page 5 is broken");
        broken = -1;

        assertThat(take(elements, 30)).containsExactlyElementsOf(numbers(10, 40));
        assertThat(elements.hasNext()).isFalse();
    }

    @Test
    void gives_the_same_where_no_thread_is_free_and_the_reader_fetches_by_itself() {
        PagedIterator<Integer, Integer> elements = new PagedIterator<>(0, new ReadAhead<>(this::page, Runnable::run));

        assertThat(take(elements, PAGES * 2)).containsExactlyElementsOf(numbers(0, PAGES * 2));
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    private PagedIterator<Integer, Integer> pages() {
        return new PagedIterator<>(0, new ReadAhead<>(this::page, ReadAhead.THREADS));
    }

    private Page<Integer, Integer> page(int number) {
        threads.add(Thread.currentThread());
        if (number == broken) {
            throw new StorageException("page " + number + " is broken", StorageException.Outcome.NOTHING_WRITTEN, null);
        }
        fetched.incrementAndGet();
        return new Page<>(numbers(number * 2, number * 2 + 2), number + 1 < PAGES ? number + 1 : null);
    }

    private static List<Integer> take(PagedIterator<Integer, Integer> elements, int count) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(elements.next());
        }
        return taken;
    }

    private static List<Integer> numbers(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private void await(int pages) throws InterruptedException {
        for (int i = 0; i < 1_000 && fetched.get() < pages; i++) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
