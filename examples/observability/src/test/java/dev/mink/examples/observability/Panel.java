package dev.mink.examples.observability;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A panel of observability/dashboard.json.
 *
 * @param json all of it
 */
record Panel(JsonNode json) {
    static JsonNode dashboard() throws IOException {
        return new JsonMapper().readTree(Sources.text("observability/dashboard.json"));
    }

    /** All panels with rows, which are headings. */
    static List<Panel> withRows() throws IOException {
        return elements(dashboard().get("panels")).map(Panel::new).toList();
    }

    static List<Panel> all() throws IOException {
        return withRows().stream().filter(panel -> !panel.type().equals("row")).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.valueStream();
    }

    String type() {
        return json.path("type").asString("");
    }

    String title() {
        return json.path("title").asString("");
    }

    String unit() {
        return json.at("/fieldConfig/defaults/unit").asString("");
    }

    List<Query> queries() {
        return elements(json.get("targets"))
                .map(each -> new Query(
                        each.get("expr").asString(), each.get("legendFormat").asString()))
                .toList();
    }

    int x() {
        return at("x");
    }

    int y() {
        return at("y");
    }

    int width() {
        return at("w");
    }

    int height() {
        return at("h");
    }

    private int at(String key) {
        return json.get("gridPos").get(key).asInt();
    }

    boolean overlaps(Panel other) {
        return x() < other.x() + other.width()
                && other.x() < x() + width()
                && y() < other.y() + other.height()
                && other.y() < y() + height();
    }

    @Override
    public String toString() {
        return title();
    }

    /**
     * What a panel asks for.
     *
     * @param legend with labels in double braces
     */
    record Query(String expression, String legend) {}
}
