package dev.mink.postgres;

import dev.mink.projection.Condition;
import java.util.List;

/** Conditions on documents as SQL. A part that is unknown to SQL counts as false, as at the end of a {@code where}. */
final class ViewConditions {

    private ViewConditions() {}

    static ViewSql sql(Condition condition) {
        ViewSql sql = new ViewSql();
        if (condition instanceof Condition.Compared compared) {
            return sql.add(
                    ViewTable.column(compared.field()) + operator(compared.comparison()) + "?", compared.value());
        } else if (condition instanceof Condition.In in) {
            return in.values().isEmpty()
                    ? sql.add("false")
                    : sql.add(
                            ViewTable.column(in.field()) + " = any(?::"
                                    + ViewSql.type(in.values().get(0)) + "[])",
                            in.values());
        } else if (condition instanceof Condition.Like like) {
            return sql.add(ViewTable.column(like.field()) + " like ?", like.pattern());
        } else if (condition instanceof Condition.Contains contains) {
            return sql.add("strpos(" + ViewTable.column(contains.field()) + ", ?) > 0", contains.text());
        } else if (condition instanceof Condition.Missing missing) {
            return sql.add(ViewTable.column(missing.field()) + " is null");
        } else if (condition instanceof Condition.All all) {
            return joined(all.conditions(), " and ");
        } else if (condition instanceof Condition.Any any) {
            return joined(any.conditions(), " or ");
        }
        Condition opposite = ((Condition.Not) condition).condition();
        return opposite instanceof Condition.Missing missing
                ? sql.add(ViewTable.column(missing.field()) + " is not null")
                : sql.add("(").add(sql(opposite)).add(") is not true");
    }

    private static ViewSql joined(List<Condition> conditions, String with) {
        ViewSql sql = new ViewSql().add("(");
        for (int i = 0; i < conditions.size(); i++) {
            sql.add(i == 0 ? "" : with).add(sql(conditions.get(i)));
        }
        return sql.add(")");
    }

    private static String operator(Condition.Comparison comparison) {
        return switch (comparison) {
            case EQ -> " = ";
            case NE -> " is distinct from ";
            case LT -> " < ";
            case LE -> " <= ";
            case GT -> " > ";
            case GE -> " >= ";
        };
    }
}
