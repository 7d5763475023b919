package dev.mink.postgres;

import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewField;
import dev.mink.spi.ViewGeneration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table with the documents of one generation: their keys, the documents, and a column with an index for each
 * field.
 *
 * @param name as it stands in SQL
 */
record ViewTable(String name) {

    static final String COLUMNS = "key, document";

    static ViewTable of(SchemaName schema, String view, int generation) {
        return new ViewTable(schema.quoted() + ".view_" + view.replace('-', '_') + "_" + generation);
    }

    /** The column of a field. Names of fields have no quotes in them. */
    static String column(String field) {
        return "\"field_" + field + "\"";
    }

    /** Statements that make it. */
    String ddl(ViewGeneration generation) {
        StringBuilder sql = new StringBuilder(
                "create table " + name + " (key text not null collate \"C\" primary key, document jsonb not null");
        for (ViewField field : generation.fields()) {
            sql.append(", ").append(column(field.name())).append(' ').append(type(field.type()));
        }
        sql.append("); comment on table ").append(name).append(" is 'Documents of the view ");
        sql.append(generation.view()).append("'");
        for (ViewField field : generation.fields()) {
            sql.append("; create index on ").append(name);
            sql.append(" (").append(column(field.name())).append(", key)");
        }
        return sql.toString();
    }

    private static String type(ViewField.Type type) {
        return switch (type) {
            case TEXT -> "text collate \"C\"";
            case NUMBER -> "numeric";
            case TRUTH -> "boolean";
            case TIME -> "timestamptz";
        };
    }

    /** A query for documents by their keys, and by values of fields; it may give a document more than once. */
    ViewSql select(Set<String> keys, Collection<FieldValue> matches) {
        ViewSql sql = new ViewSql();
        String select = "select " + COLUMNS + " from " + name + " where ";
        sql.add(select + "key = any(?)", keys);
        Map<String, List<Object>> byField = new LinkedHashMap<>();
        for (FieldValue match : matches) {
            byField.computeIfAbsent(match.field(), field -> new ArrayList<>()).add(match.value());
        }
        byField.forEach((field, values) -> sql.add(
                " union all " + select + column(field) + " = any(?::" + ViewSql.type(values.get(0)) + "[])", values));
        return sql;
    }

    /** Writes documents in the place of those with the same keys. */
    void upsert(Connection connection, ViewGeneration generation, List<ViewDocument> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert(generation.fields()))) {
            statement.setArray(1, texts(connection, documents, ViewDocument::key));
            statement.setArray(2, texts(connection, documents, ViewDocument::json));
            for (int i = 0; i < generation.fields().size(); i++) {
                int field = i;
                statement.setArray(
                        i + 3,
                        texts(
                                connection,
                                documents,
                                document -> ViewSql.text(document.values().get(field))));
            }
            statement.executeUpdate();
        }
    }

    private String upsert(List<ViewField> fields) {
        StringBuilder columns = new StringBuilder(COLUMNS);
        StringBuilder values = new StringBuilder("key, document::jsonb");
        StringBuilder arrays = new StringBuilder("(select ?::text[]), ?::text[]");
        StringBuilder changes = new StringBuilder("document = excluded.document");
        for (int i = 0; i < fields.size(); i++) {
            String column = column(fields.get(i).name());
            columns.append(", ").append(column);
            values.append(", ")
                    .append(column)
                    .append("::")
                    .append(type(fields.get(i).type()));
            arrays.append(", ?::text[]");
            changes.append(", ").append(column).append(" = excluded.").append(column);
        }
        return "insert into " + name + " (" + columns + ") select " + values + " from unnest(" + arrays
                + ") as changed (" + columns + ") on conflict (key) do update set " + changes;
    }

    /** Removes documents. */
    void delete(Connection connection, Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = new ViewSql()
                .add("delete from " + name + " where key = any(?)", keys)
                .prepare(connection)) {
            statement.executeUpdate();
        }
    }

    private static java.sql.Array texts(Connection connection, List<ViewDocument> documents, Text text)
            throws SQLException {
        @Nullable String[] texts = new String[documents.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text.of(documents.get(i));
        }
        return connection.createArrayOf("text", texts);
    }

    private interface Text {
        @Nullable
        String of(ViewDocument document);
    }
}
