package dev.mink.testing.contract;

import static dev.mink.testing.contract.SabotagedLog.appending;
import static dev.mink.testing.contract.SabotagedLog.feeding;
import static dev.mink.testing.contract.SabotagedLog.giving;
import static dev.mink.testing.contract.SabotagedLog.keeping;
import static dev.mink.testing.contract.SabotagedLog.listing;
import static dev.mink.testing.contract.SabotagedLog.reading;
import static dev.mink.testing.contract.SabotagedLog.requesting;
import static dev.mink.testing.contract.SabotagedLog.showing;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Payload;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import dev.mink.testing.contract.EventStorageContract.Appending;
import dev.mink.testing.contract.EventStorageContract.AppendingToSeveralStreams;
import dev.mink.testing.contract.EventStorageContract.FollowingTheFeed;
import dev.mink.testing.contract.EventStorageContract.KeepingContent;
import dev.mink.testing.contract.EventStorageContract.ListingStreams;
import dev.mink.testing.contract.EventStorageContract.ReadingSlices;
import dev.mink.testing.contract.EventStorageContract.ReadingStreams;
import dev.mink.testing.contract.EventStorageContract.ReadingTheFeed;
import dev.mink.testing.contract.EventStorageContract.RepeatingAppends;
import dev.mink.testing.contract.EventStorageContract.UnderConcurrency;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Ways to break what a storage does, each with the part of the contract that must find it. */
@SuppressWarnings("ImmutableEnumChecker")
enum Sabotage {
    IGNORES_EXPECTED_VERSIONS(Appending.class, appending((log, append) -> log.append(Broken.expectingNothing(append)))),
    ACCEPTS_VERSIONS_AHEAD(Appending.class, appending((log, append) -> {
        boolean ahead = append.expected() instanceof ExpectedVersion.Exactly exactly
                && exactly.version() > Broken.version(log, append.stream());
        return log.append(ahead ? Broken.expectingNothing(append) : Suite.request(append));
    })),
    TAKES_EXISTS_FOR_ANY(
            Appending.class,
            appending((log, append) -> log.append(
                    append.expected() == ExpectedVersion.exists()
                            ? Broken.expectingNothing(append)
                            : Suite.request(append)))),
    CONFLICTS_WITHOUT_ACTUAL_VERSION(Appending.class, appending((log, append) -> {
        try {
            return log.append(Suite.request(append));
        } catch (ConcurrencyException e) {
            throw new ConcurrencyException(e.stream(), e.expected(), -1);
        }
    })),
    TELLS_THE_FIRST_VERSION_OF_AN_APPEND(Appending.class, appending((log, append) -> {
        AppendResult result = log.append(Suite.request(append)).get(0);
        long first = result.version() - append.events().size() + 1;
        return List.of(new AppendResult(result.stream(), first, result.position(), result.repeated()));
    })),
    REVERSES_EVENTS(Appending.class, appending((log, append) -> {
        List<NewEvent> reversed = new ArrayList<>(append.events());
        Collections.reverse(reversed);
        return log.append(
                Suite.request(Suite.to(append.stream(), append.expected(), reversed.toArray(NewEvent[]::new))));
    })),
    WRITES_STREAM_AFTER_STREAM(
            AppendingToSeveralStreams.class, appending((log, append) -> log.append(Suite.request(append)))),
    WRITES_IN_THE_ORDER_OF_STREAM_IDS(
            AppendingToSeveralStreams.class,
            requesting(appends -> appends.stream()
                    .sorted(Comparator.comparing(append -> append.stream().toString()))
                    .toList())),
    REVERSES_RESULTS(AppendingToSeveralStreams.class, giving(results -> {
        List<AppendResult> reversed = new ArrayList<>(results);
        Collections.reverse(reversed);
        return reversed;
    })),
    HIDES_REPETITIONS(
            RepeatingAppends.class,
            giving(results -> results.stream()
                    .map(result -> new AppendResult(result.stream(), result.version(), result.position(), false))
                    .toList())),
    REPEATS_APPENDS(
            RepeatingAppends.class,
            keeping(event -> new NewEvent(
                    UUID.randomUUID(), event.type(), event.schemaVersion(), event.payload(), event.metadata()))),
    REFUSES_REPETITIONS(RepeatingAppends.class, giving(results -> {
        if (results.get(0).repeated()) {
            throw new DuplicateEventIdException(results.get(0).stream(), new UUID(0, 0), "repeated");
        }
        return results;
    })),
    CHECKS_VERSIONS_OF_REPETITIONS(RepeatingAppends.class, appending((log, append) -> {
        long actual = Broken.version(log, append.stream());
        if (!append.expected().isMetBy(actual)) {
            throw new ConcurrencyException(append.stream(), append.expected(), actual);
        }
        return log.append(Suite.request(append));
    })),
    SKIPS_DUPLICATES(RepeatingAppends.class, appending((log, append) -> {
        try {
            return log.append(Suite.request(append));
        } catch (DuplicateEventIdException e) {
            return List.of(new AppendResult(append.stream(), 1, 1, true));
        }
    })),
    IGNORES_THE_DIRECTION(
            ReadingStreams.class,
            reading(query -> new StreamQuery(query.stream(), query.from(), query.through(), false, query.limit()))),
    IGNORES_THE_START(ReadingStreams.class, reading(query -> query.from(1))),
    EXCLUDES_THE_START(ReadingStreams.class, reading(query -> query.from(query.from() + 1))),
    IGNORES_THE_END(ReadingStreams.class, reading(query -> query.through(Long.MAX_VALUE))),
    IGNORES_THE_LIMIT(ReadingStreams.class, reading(query -> query.limit(Long.MAX_VALUE))),
    IGNORES_THE_CASE_OF_STREAMS(
            ReadingStreams.class,
            reading(query -> query.stream().category().equals("ORDER")
                    ? StreamQuery.of(StreamId.of("Order", query.stream().id()))
                    : query)),
    INCLUDES_THE_POSITION_BEFORE(
            ReadingTheFeed.class,
            feeding(range ->
                    new FeedRange(Math.max(0, range.after() - 1), range.through(), range.filter(), range.limit()))),
    EXCLUDES_THE_LAST_POSITION(
            ReadingTheFeed.class,
            feeding(range -> new FeedRange(range.after(), range.through() - 1, range.filter(), range.limit()))),
    IGNORES_THE_LIMIT_OF_THE_FEED(
            ReadingTheFeed.class,
            feeding(range -> new FeedRange(range.after(), range.through(), range.filter(), Suite.ALL))),
    IGNORES_TYPES(
            ReadingTheFeed.class,
            feeding(range -> Broken.filtered(
                    range,
                    new EventFilter(
                            Set.of(),
                            range.filter().categories(),
                            range.filter().streams())))),
    IGNORES_CATEGORIES(
            ReadingTheFeed.class,
            feeding(range -> Broken.filtered(
                    range,
                    new EventFilter(
                            range.filter().types(), Set.of(), range.filter().streams())))),
    IGNORES_STREAMS(
            ReadingTheFeed.class,
            feeding(range -> Broken.filtered(
                    range,
                    new EventFilter(range.filter().types(), range.filter().categories(), Set.of())))),
    IGNORES_SLICES(
            ReadingSlices.class,
            feeding(range -> Broken.filtered(range, range.filter().slice(Slice.whole())))),
    TAKES_THE_NEXT_SLICE_FOR_SOME_TYPES(ReadingSlices.class, feeding(range -> {
        Slice asked = range.filter().slice();
        Slice next = new Slice((asked.index() + 1) % asked.count(), asked.count());
        return range.filter().types().isEmpty()
                ? range
                : Broken.filtered(range, range.filter().slice(next));
    })),
    TAKES_STREAMS_FOR_ALL_THAT_IS_ASKED(
            ReadingTheFeed.class,
            feeding(range -> range.filter().streams().isEmpty()
                    ? range
                    : Broken.filtered(
                            range,
                            new EventFilter(Set.of(), Set.of(), range.filter().streams())))),
    IS_SAFE_BEYOND_THE_LAST_EVENT(ReadingTheFeed.class, log -> new SabotagedLog(log) {
        @Override
        public long safePosition() {
            return log.safePosition() + 1;
        }
    }),
    LISTS_ALL_PREFIXES(ListingStreams.class, listing((log, list) -> log.streams("", list.after(), list.limit()))),
    LISTS_WITHOUT_LIMIT(
            ListingStreams.class, listing((log, list) -> log.streams(list.prefix(), list.after(), Suite.ALL))),
    LISTS_FROM_THE_START(ListingStreams.class, listing((log, list) -> log.streams(list.prefix(), "", list.limit()))),
    TAKES_A_PREFIX_FOR_A_PATTERN(
            ListingStreams.class,
            listing((log, list) -> log.streams("", list.after(), Suite.ALL).stream()
                    .filter(info -> Broken.isLike(info.stream().toString(), list.prefix()))
                    .limit(list.limit())
                    .toList())),
    LISTS_IN_THE_ORDER_OF_UTF_16(
            ListingStreams.class,
            listing((log, list) -> log.streams(list.prefix(), list.after(), list.limit()).stream()
                    .sorted(Comparator.comparing(info -> info.stream().toString()))
                    .toList())),
    TRIMS_JSON(
            KeepingContent.class,
            keeping(event -> event.payload().format() == Payload.Format.JSON
                    ? Broken.carrying(
                            event, Events.json(new String(event.payload().bytes(), StandardCharsets.UTF_8).strip()))
                    : event)),
    TAKES_BINARY_FOR_JSON(
            KeepingContent.class,
            keeping(event -> Broken.carrying(event, Payload.json(event.payload().bytes())))),
    FORGETS_THE_TENANT(
            KeepingContent.class,
            keeping(event -> Broken.annotated(event, event.metadata().withTenantId(null)))),
    TAKES_EMPTY_FOR_MISSING(
            KeepingContent.class,
            keeping(event -> "".equals(event.metadata().userId())
                    ? Broken.annotated(event, event.metadata().withUserId(null))
                    : event)),
    FORGETS_METADATA(KeepingContent.class, keeping(event -> Broken.annotated(event, Metadata.empty()))),
    FORGETS_SCHEMA_VERSIONS(
            KeepingContent.class,
            keeping(event -> new NewEvent(event.id(), event.type(), 1, event.payload(), event.metadata()))),
    FORGETS_WHEN_EVENTS_WERE_RECORDED_ELSEWHERE(
            KeepingContent.class,
            keeping(event ->
                    new NewEvent(event.id(), event.type(), event.schemaVersion(), event.payload(), event.metadata()))),
    KEEPS_NANOSECONDS(
            KeepingContent.class,
            showing(event -> Broken.stamped(event, event.recordedAt().plusNanos(1)))),
    KEEPS_NO_TIME(KeepingContent.class, showing(event -> Broken.stamped(event, Instant.EPOCH))),
    CHECKS_BEFORE_IT_LOCKS(UnderConcurrency.class, appending((log, append) -> {
        long actual = Broken.version(log, append.stream());
        if (!append.expected().isMetBy(actual)) {
            throw new ConcurrencyException(append.stream(), append.expected(), actual);
        }
        return log.append(Broken.expectingNothing(append));
    })),
    SKIPS_EVENTS_OF_THE_FEED(FollowingTheFeed.class, log -> new SabotagedLog(log) {
        @Override
        public List<StoredEvent> readFeed(FeedRange range) {
            return log.readFeed(range).stream()
                    .filter(event -> event.position() % 97 != 0)
                    .toList();
        }
    });

    private final Class<?> finder;
    private final UnaryOperator<EventLog> sabotage;

    Sabotage(Class<?> finder, UnaryOperator<EventLog> sabotage) {
        this.finder = finder;
        this.sabotage = sabotage;
    }

    /** The part of the contract that must find it. */
    Class<?> finder() {
        return finder;
    }

    EventStorage<MemoryTransaction> newStorage() {
        return new SabotagedStorage(sabotage);
    }
}
