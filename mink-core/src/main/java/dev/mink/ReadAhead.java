package dev.mink;

import dev.mink.PagedIterator.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Fetches the next pages of a long read while one is consumed. A read is long from its second page on: who takes only
 * the first few elements has nothing fetched in vain. For one iterator, not thread-safe.
 *
 * @param <Q> the queries
 * @param <X> the elements
 */
final class ReadAhead<Q, X> implements Function<Q, Page<Q, X>> {

    /** Daemons that end when they have nothing to do; where all are busy, readers fetch their pages themselves. */
    static final Executor THREADS = threads();

    /** So many that fetching goes on while a page changes hands. */
    private static final int PAGES = 2;

    private final Function<Q, Page<Q, X>> fetch;
    private final Executor executor;
    private final Deque<CompletableFuture<Page<Q, X>>> ahead = new ArrayDeque<>();
    private boolean isLong;

    /**
     * @param fetch fetches a page, by whichever thread
     */
    ReadAhead(Function<Q, Page<Q, X>> fetch, Executor executor) {
        this.fetch = fetch;
        this.executor = executor;
    }

    /** The page of a query: of that which the page before has told. */
    @Override
    public Page<Q, X> apply(Q query) {
        CompletableFuture<Page<Q, X>> fetched = ahead.poll();
        Page<Q, X> page = fetched == null ? fetch.apply(query) : result(fetched);
        if (isLong && page.next() != null) {
            while (ahead.size() < PAGES) {
                ahead.add(behind(ahead.isEmpty() ? CompletableFuture.completedFuture(page) : ahead.getLast()));
            }
        }
        isLong = true;
        return page;
    }

    private CompletableFuture<Page<Q, X>> behind(CompletableFuture<Page<Q, X>> page) {
        return page.thenApplyAsync(
                before -> {
                    Q next = before.next();
                    return next == null ? before : fetch.apply(next);
                },
                executor);
    }

    /** After a failure the next page is fetched anew. */
    private Page<Q, X> result(CompletableFuture<Page<Q, X>> fetched) {
        try {
            return fetched.join();
        } catch (CompletionException e) {
            ahead.clear();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Executor threads() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                Runtime.getRuntime().availableProcessors(),
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "mink-read-ahead-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
