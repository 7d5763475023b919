package dev.mink.examples.docs;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The queries that the pages show, run in a schema of a test's: {@code mink} stands for it in them.
 *
 * @param dataSource the database
 * @param schema the schema
 */
record Queries(DataSource dataSource, String schema) {
    private static final String FILE = "examples/quickstart/src/test/resources/dev/mink/examples/docs/queries.sql";

    /** The names of all queries. */
    static Set<String> names() throws IOException {
        return Region.of(DocumentationTest.root().resolve(FILE)).keySet();
    }

    /** The text of a query in this schema. */
    String text(String name) throws IOException {
        Map<String, List<String>> regions = Region.of(DocumentationTest.root().resolve(FILE));
        return String.join("\n", regions.get(name))
                .replace("mink.", schema + ".")
                .replace("schema mink", "schema " + schema);
    }

    /** The rows that a query gives, each by the names of its columns. */
    List<Map<String, Object>> run(String name) throws IOException, SQLException {
        return execute(text(name));
    }

    /** The rows that a text of SQL gives; none if it is no query. */
    List<Map<String, Object>> execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(row(result));
                    }
                }
            }
            return rows;
        }
    }

    private static Map<String, Object> row(ResultSet result) throws SQLException {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
        }
        return row;
    }
}
