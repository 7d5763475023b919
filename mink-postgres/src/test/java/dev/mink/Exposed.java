package dev.mink;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;

/** Public classes that do and do not show types of {@code java.util.concurrent}. */
public final class Exposed {

    private Exposed() {}

    public abstract static class Showing implements Callable<String> {

        protected List<AtomicLong> field = List.of();

        public void method(List<? extends Lock> locks) throws TimeoutException {}
    }

    public static class Hiding {

        private AtomicLong field = new AtomicLong();

        void method(Lock lock) {
            lock.lock();
            field.incrementAndGet();
        }
    }
}
