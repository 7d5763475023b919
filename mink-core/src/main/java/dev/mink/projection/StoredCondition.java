package dev.mink.projection;

import dev.mink.internal.Text;
import java.util.List;

/**
 * Conditions with values as they are stored.
 *
 * @param fields the fields that there are
 */
record StoredCondition(Fields fields) {

    /**
     * The same condition with such values.
     *
     * @throws IllegalArgumentException if there is no such field, or a value is not of its type
     */
    Condition of(Condition condition) {
        if (condition instanceof Condition.Compared it) {
            return new Condition.Compared(it.field(), it.comparison(), fields.stored(it.field(), it.value()));
        } else if (condition instanceof Condition.In it) {
            fields.require(it.field());
            return new Condition.In(
                    it.field(),
                    it.values().stream()
                            .map(value -> fields.stored(it.field(), value))
                            .toList());
        } else if (condition instanceof Condition.Like it) {
            fields.requireText(it.field());
            var unused = Text.checkStorable("pattern", it.pattern());
        } else if (condition instanceof Condition.Contains it) {
            fields.requireText(it.field());
            var unused = Text.checkStorable("text", it.text());
        } else if (condition instanceof Condition.Missing it) {
            fields.require(it.field());
        } else if (condition instanceof Condition.All it) {
            return new Condition.All(all(it.conditions()));
        } else if (condition instanceof Condition.Any it) {
            return new Condition.Any(all(it.conditions()));
        } else if (condition instanceof Condition.Not it) {
            return new Condition.Not(of(it.condition()));
        }
        return condition;
    }

    private List<Condition> all(List<Condition> conditions) {
        return conditions.stream().map(this::of).toList();
    }
}
