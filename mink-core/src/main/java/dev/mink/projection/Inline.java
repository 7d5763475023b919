package dev.mink.projection;

import dev.mink.MinkException;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.List;

/**
 * Runs inline projections.
 *
 * @param <T> the transactions of the storage
 */
final class Inline<T> implements InlineProjections<T> {

    private final Ground<T> ground;
    private final List<Part<T>> parts;

    Inline(Ground<T> ground, List<Registration<T>> registrations) {
        this.ground = ground;
        this.parts = registrations.stream()
                .map(each -> new Part<>(
                        each.model(), ground.store().filter(each.model().events())))
                .toList();
    }

    @Override
    public boolean concern(AppendRequest request) {
        for (StreamAppend append : request.streams()) {
            for (NewEvent event : append.events()) {
                for (Part<T> part : parts) {
                    if (part.filter().admits(event.type(), append.stream())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public void apply(T transaction, List<StoredEvent> events) {
        for (Part<T> part : parts) {
            List<StoredEvent> wanted = events.stream()
                    .filter(each -> part.filter().admits(each.type(), each.stream()))
                    .toList();
            if (!wanted.isEmpty()) {
                apply(transaction, part.model(), wanted);
            }
        }
    }

    private void apply(T transaction, ReadModel<T> model, List<StoredEvent> events) {
        List<Generation> generations = ground.progress().serving(transaction, model.name(), model.version());
        for (Generation generation : generations) {
            if (generation.state() == State.INLINE) {
                apply(transaction, model, generation.number(), events);
                return;
            }
        }
        if (generations.stream().noneMatch(each -> each.state() == State.FILLING)) {
            throw new ProjectionReplacedException(model.name(), model.version());
        }
    }

    private void apply(T transaction, ReadModel<T> model, int generation, List<StoredEvent> events) {
        try {
            ReadModel.Batch<T> batch = model.beginBesideOthers(transaction, generation);
            batch.apply(ground.decode(events));
            batch.flush();
        } catch (EventFailure e) {
            throw failure(model, events, e);
        }
    }

    private MinkException failure(ReadModel<T> model, List<StoredEvent> events, EventFailure failure) {
        StoredEvent event = events.stream()
                .filter(each -> each.position() == failure.position())
                .findFirst()
                .orElse(events.get(0));
        return new ProjectionFailedException(
                model.name(),
                "inline projection " + model.name() + " failed at the " + event.type() + " at version "
                        + event.version() + " of " + event.stream() + ", so nothing was appended",
                failure.reason());
    }

    private record Part<T>(ReadModel<T> model, EventFilter filter) {}
}
