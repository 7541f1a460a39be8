package io.breaker.sample.ops;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The dashboard for Grafana. */
record GrafanaFile(JsonNode dashboard) {

    static GrafanaFile read() throws IOException {
        return new GrafanaFile(OpsFiles.json(OpsFiles.GRAFANA));
    }

    /** A query of a panel. */
    record Target(String panel, String refId, String expression) {

        /** As Grafana would send it. */
        String filled(Map<String, String> variables) {
            String filled = expression;
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                filled = filled.replace("$" + variable.getKey(), variable.getValue());
            }
            return filled;
        }
    }

    List<JsonNode> panels() {
        return List.copyOf(dashboard.path("panels").values());
    }

    List<JsonNode> variables() {
        return List.copyOf(dashboard.at("/templating/list").values());
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets").values()) {
                targets.add(new Target(
                        panel.path("title").asString(),
                        target.path("refId").asString(),
                        target.path("expr").asString()));
            }
        }
        return targets;
    }
}
