package dev.mink.metrics;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The meters of appends and loads. */
final class LogMeters {

    /** The category of an append to streams of several. */
    private static final String SEVERAL = "several";

    private final Meters meters;
    private final Series<String, String> categories;
    private final Series<String, String> types;
    private final Series<String, Appends> appends;
    private final Series<String, Loads> loads;
    private final Series<TypeInCategory, Counter> appended;

    LogMeters(Meters meters) {
        this.meters = meters;
        int names = meters.limits().names();
        categories = new Series<>(names, Limits.OTHER, category -> category);
        types = new Series<>(names, Limits.OTHER, type -> type);
        appends = new Series<>(names, Limits.OTHER, category -> new Appends(meters, category));
        loads = new Series<>(names, Limits.OTHER, category -> new Loads(meters, category));
        appended = new Series<>(
                meters.limits().pairs(),
                new TypeInCategory(Limits.OTHER, Limits.OTHER),
                each -> meters.counter(Metric.EVENTS_APPENDED, types.of(each.type()), categories.of(each.category())));
    }

    long now() {
        return meters.now();
    }

    void retried(String category) {
        appends.of(category).retries.increment();
    }

    Loads loads(String category) {
        return loads.of(category);
    }

    Appends appends(AppendRequest request) {
        String category = request.streams().get(0).stream().category();
        for (StreamAppend each : request.streams()) {
            if (!each.stream().category().equals(category)) {
                return appends.of(SEVERAL);
            }
        }
        return appends.of(category);
    }

    /** Counts what is there for good. */
    void committed(AppendRequest request, List<AppendResult> results) {
        int events = 0;
        for (int i = 0; i < results.size(); i++) {
            AppendResult result = results.get(i);
            if (!result.repeated()) {
                StreamAppend written = request.streams().get(i);
                events += written.events().size();
                count(written);
                appends.of(written.stream().category()).version.record((double) result.version());
            }
        }
        if (events > 0) {
            appends(request).events.record(events);
        }
    }

    private void count(StreamAppend written) {
        for (NewEvent event : written.events()) {
            appended.of(new TypeInCategory(event.type(), written.stream().category()))
                    .increment();
        }
    }

    private record TypeInCategory(String type, String category) {}

    /** The meters of appends to streams of one category. */
    static final class Appends {

        private final Timer success;
        private final Timer conflict;
        private final Timer error;
        private final DistributionSummary events;
        private final DistributionSummary version;
        private final Counter retries;

        private Appends(Meters meters, String category) {
            success = meters.timer(Metric.APPEND, category, "success");
            conflict = meters.timer(Metric.APPEND, category, "conflict");
            error = meters.timer(Metric.APPEND, category, "error");
            events = meters.distribution(Metric.APPEND_EVENTS, category);
            version = meters.distribution(Metric.STREAM_VERSION, category);
            retries = meters.counter(Metric.APPEND_RETRIES, category);
        }

        void succeeded(long nanos) {
            success.record(nanos, TimeUnit.NANOSECONDS);
        }

        void failed(Throwable failure, long nanos) {
            (failure instanceof ConcurrencyException ? conflict : error).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The meters of loads of streams of one category. */
    static final class Loads {

        private final Timer success;
        private final Timer error;
        private final DistributionSummary events;
        private final Counter loaded;

        private Loads(Meters meters, String category) {
            success = meters.timer(Metric.LOAD, category, "success");
            error = meters.timer(Metric.LOAD, category, "error");
            events = meters.distribution(Metric.LOAD_EVENTS, category);
            loaded = meters.counter(Metric.EVENTS_LOADED, category);
        }

        void succeeded(int count, long nanos) {
            success.record(nanos, TimeUnit.NANOSECONDS);
            events.record(count);
            loaded.increment(count);
        }

        void failed(long nanos) {
            error.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
