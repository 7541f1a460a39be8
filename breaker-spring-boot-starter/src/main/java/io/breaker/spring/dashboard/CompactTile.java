package io.breaker.spring.dashboard;

import io.breaker.spring.config.PolicyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tile of a policy that has no state: a few labelled figures. */
final class CompactTile {

    private final String id;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<List<String>> figures = new ArrayList<>();

    CompactTile(PolicyKind kind, String name) {
        id = kind.key() + ":" + name;
        fields.put("id", id);
        fields.put("kind", kind.key());
        fields.put("name", name);
        fields.put("figures", figures);
    }

    String id() {
        return id;
    }

    void figure(String label, Object value) {
        figures.add(List.of(label, String.valueOf(value)));
    }

    /** A dash where nothing is known yet. */
    void rate(String label, @Nullable Double value) {
        figure(label, value == null ? "–" : value);
    }

    /** Says whether calls are turned away or fail. */
    void alarm(boolean isAlarming) {
        fields.put("alarm", isAlarming);
    }

    Tile done() {
        return new Tile(id, Json.text(fields));
    }
}
