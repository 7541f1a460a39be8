package io.breaker.sample.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.datadog.api.client.AbstractOpenApiSchema;
import com.datadog.api.client.JSON;
import com.datadog.api.client.UnparsedObject;
import com.datadog.api.client.v1.model.Dashboard;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The dashboard for Datadog, as the client that Datadog makes out of its API's schema reads it. */
class DatadogFileTest {

    private static final String MODEL = Dashboard.class.getPackageName();

    @Test
    void isADashboardByDatadogsSchema() throws Exception {
        Dashboard dashboard = read(OpsFiles.text(OpsFiles.DATADOG));

        assertThat(strangers(dashboard)).isEmpty();
        assertThat(dashboard.getWidgets()).hasSize(5);
    }

    @Test
    void theSchemaIsStrict() throws Exception {
        String text = OpsFiles.text(OpsFiles.DATADOG);

        assertThat(strangers(read(text.replaceFirst("\"timeseries\"", "\"timeline\""))))
                .isNotEmpty();
        assertThat(strangers(read(text.replaceFirst("\"last\"", "\"latest\"")))).isNotEmpty();
        assertThat(strangers(read(text.replaceFirst("\"show_legend\"", "\"shows_legend\""))))
                .containsExactly("shows_legend");
    }

    @Test
    void everyQueryKeepsToTheChosenSeries() throws Exception {
        assertThat(Pattern.compile("\"query\": \"(.*)\"")
                        .matcher(OpsFiles.text(OpsFiles.DATADOG))
                        .results()
                        .map(found -> found.group(1)))
                .hasSizeGreaterThan(30)
                .allMatch(
                        query -> query.matches(
                                "(avg|max|min|sum):breaker\\.[a-z_.]+\\{\\$application,\\$host,\\$name(,\\w+:\\w+)?}( by \\{\\w+(,\\w+)*})?(\\.as_(rate|count)\\(\\))?"));
    }

    private static Dashboard read(String text) throws Exception {
        return JSON.getDefault().getMapper().readValue(text, Dashboard.class);
    }

    /**
     * What the schema does not have: the client keeps such parts and keys aside and says nothing, and Datadog would refuse
     * them, or do as if they were not there.
     */
    private static List<String> strangers(@Nullable Object part) throws Exception {
        List<String> found = new ArrayList<>();
        if (part instanceof Collection<?> parts) {
            for (Object each : parts) {
                found.addAll(strangers(each));
            }
        } else if (part instanceof UnparsedObject) {
            found.add(part.toString());
        } else if (part instanceof AbstractOpenApiSchema oneOf) {
            found.addAll(strangers(oneOf.getActualInstance()));
        } else if (part != null && part.getClass().getPackageName().equals(MODEL)) {
            for (Method getter : part.getClass().getMethods()) {
                if (getter.getName().equals("getAdditionalProperties")) {
                    Map<?, ?> more = (Map<?, ?>) getter.invoke(part);
                    found.addAll(
                            more == null
                                    ? List.of()
                                    : more.keySet().stream()
                                            .map(String::valueOf)
                                            .toList());
                } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    found.addAll(strangers(getter.invoke(part)));
                }
            }
        }
        return found;
    }
}
