package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.internal.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is to be applied because of an event.
 *
 * @param rule which
 * @param recorded the event
 * @param targets the keys, or values as they are stored, each once
 * @param <S> the documents
 */
record Step<S>(Rule<S> rule, RecordedEvent recorded, Collection<?> targets) {

    private static final int MAX_KEY = 255;

    /** What a view has to do because of an event, in this order. */
    static <S> List<Step<S>> of(View<S> view, RecordedEvent recorded) {
        List<Rule<S>> rules = view.rules(recorded.event().getClass());
        if (rules.size() == 1) {
            return List.of(of(view, rules.get(0), recorded));
        }
        List<Step<S>> steps = new ArrayList<>(rules.size());
        rules.forEach(rule -> steps.add(of(view, rule, recorded)));
        return steps;
    }

    private static <S> Step<S> of(View<S> view, Rule<S> rule, RecordedEvent recorded) {
        Collection<?> targets = rule.targets().of(recorded.event(), recorded);
        String field = rule.field();
        if (field != null) {
            targets = targets.stream()
                    .map(value -> view.fields().stored(field, value))
                    .toList();
        } else {
            targets.forEach(Step::checkKey);
        }
        return new Step<>(rule, recorded, targets);
    }

    /**
     * @throws IllegalArgumentException if no document could have this key
     */
    static void checkKey(@Nullable Object target) {
        String key = (String) Objects.requireNonNull(target, "key of a document");
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("the key " + Text.quote(key) + " has " + key.length()
                    + " characters: keys of documents have 1 to " + MAX_KEY);
        }
        Text.checkStorable("the key", key);
    }
}
