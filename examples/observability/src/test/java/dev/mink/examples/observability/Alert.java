package dev.mink.examples.observability;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * A rule of observability/alerts.yml.
 *
 * @param labels what it adds to those of the expression
 */
record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

    static List<Alert> all() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Sources.text("observability/alerts.yml"));
        return file.get("groups").stream()
                .flatMap(group -> group.get("rules").stream())
                .map(Alert::of)
                .toList();
    }

    @SuppressWarnings("unchecked") // as the format of Prometheus has it
    private static Alert of(Map<String, Object> rule) {
        return new Alert(
                (String) rule.get("alert"), (String) rule.get("expr"), (Map<String, String>) rule.get("labels"), (Map<
                                String, String>)
                        rule.get("annotations"));
    }

    @Override
    public String toString() {
        return name;
    }
}
