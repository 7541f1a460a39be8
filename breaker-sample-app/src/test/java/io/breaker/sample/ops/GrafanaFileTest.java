package io.breaker.sample.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The dashboard for Grafana, by Grafana's own schema and by what the schema cannot say. */
class GrafanaFileTest {

    private static final String SCHEMA = "classpath:grafana-schema/dashboard.schema.json#/definitions/";
    private static final Map<String, String> OPTIONS =
            Map.of("timeseries", "TimeSeriesOptions", "state-timeline", "StateTimelineOptions", "stat", "StatOptions");
    private static final Map<String, String> FIELDS =
            Map.of("timeseries", "TimeSeriesFieldConfig", "state-timeline", "StateTimelineFieldConfig");

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final GrafanaFile file = GrafanaFile.read();

    GrafanaFileTest() throws IOException {}

    @Test
    void isADashboardByGrafanasSchema() {
        assertValid(file.dashboard(), "GrafanaDashboard");
    }

    @Test
    void panelsAndTheirOptionsAreThoseOfGrafanasSchema() {
        for (JsonNode panel : file.panels()) {
            String type = panel.path("type").asString();
            String options = OPTIONS.get(type);
            String fields = FIELDS.get(type);
            assertValid(panel, options == null ? "RowPanel" : "Panel");
            if (options != null) {
                assertValid(panel.path("options"), options);
            }
            if (fields != null) {
                assertValid(panel.at("/fieldConfig/defaults/custom"), fields);
            }
        }
    }

    @Test
    void theSchemaIsStrict() {
        JsonNode wrong = file.dashboard().deepCopy();
        ((ObjectNode) wrong.at("/panels/1/gridPos")).put("hight", 3);
        ((ObjectNode) wrong).put("schemaVersion", "42");

        assertThat(schema("GrafanaDashboard").validate(wrong.toString(), InputFormat.JSON))
                .extracting(Object::toString)
                .anySatisfy(error -> assertThat(error).contains("hight"))
                .anySatisfy(error -> assertThat(error).contains("schemaVersion"));
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : file.panels()) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            int bottom = place.path("y").asInt() + place.path("h").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = place.path("y").asInt(); y < bottom; y++) {
                    assertThat(cells.add(x + "," + y))
                            .as(panel.path("title").asString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyQueryIsOfTheChosenDataSourceAndKeepsToTheChosenSeries() {
        assertThat(file.variables())
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("datasource", "application", "instance", "name");
        assertThat(file.targets()).hasSizeGreaterThan(40).allSatisfy(target -> {
            String selectors = "(?s).*\\{application=~\"\\$application\",instance=~\"\\$instance\",name=~\"\\$name\".*";
            assertThat(target.expression().split("(?<![a-z])(?=breaker_)"))
                    .filteredOn(part -> part.startsWith("breaker_"))
                    .isNotEmpty()
                    .allSatisfy(part -> assertThat(part).matches(selectors));
        });
        for (JsonNode panel : file.panels()) {
            Set<String> refIds = new HashSet<>();
            for (JsonNode target : panel.path("targets").values()) {
                assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                assertThat(refIds.add(target.path("refId").asString())).isTrue();
            }
        }
    }

    private void assertValid(JsonNode node, String definition) {
        assertThat(schema(definition).validate(node.toString(), InputFormat.JSON))
                .as(definition + " " + node.path("title").asString(""))
                .isEmpty();
    }

    private Schema schema(String definition) {
        return schemas.getSchema(SchemaLocation.of(SCHEMA + definition));
    }
}
