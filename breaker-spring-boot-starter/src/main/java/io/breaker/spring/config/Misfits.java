package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Settings that are right by themselves and do not fit each other. Each is a problem where it is written, once, with the
 * configs and instances that inherit it and that it does not fit.
 */
final class Misfits {

    /** Length of the name of a policy's section, and of that of an entry of it. */
    private static final int POLICY = 2;

    private static final int ENTRY = 4;

    private record Misfit(Written written, String rule) {}

    private final Layers<?> layers;
    private final Problems problems;
    private final Map<Misfit, List<ConfigurationPropertyName>> entries = new LinkedHashMap<>();

    Misfits(Layers<?> layers, Problems problems) {
        this.layers = layers;
        this.problems = problems;
    }

    /** Takes what the core has refused to make of a config or instance. */
    void add(ConfigurationPropertyName entry, IllegalArgumentException refused) {
        List<String> settings = Rules.settingsIn(refused);
        for (String setting : settings) {
            Written written = layers.deciding(entry, setting);
            if (written != null) {
                boolean isRefused = setting.equals(settings.get(0));
                String rule = isRefused ? Rules.ruleIn(refused) : "does not fit, " + Rules.messageOf(refused);
                entries.computeIfAbsent(new Misfit(written, rule), any -> new ArrayList<>())
                        .add(entry);
                return;
            }
        }
        Written any = layers.any(entry); // nobody has written what is refused, and yet it must not be lost
        problems.add(
                PropertyView.text(entry) + " does not fit: " + Rules.messageOf(refused),
                any == null ? null : any.origin(),
                "Change the settings there, or those that it inherits.");
    }

    void report() {
        entries.forEach((misfit, where) -> problems.value(
                misfit.written,
                misfit.rule + heirs(misfit.written, where),
                Problems.mend(misfit.written, misfit.rule)));
    }

    /** Who writes a value knows what it does not fit, unless it fits there. */
    private static String heirs(Written written, List<ConfigurationPropertyName> where) {
        return where.contains(written.name().chop(ENTRY))
                ? ""
                : where.stream()
                        .map(entry -> PropertyView.text(entry.subName(POLICY)))
                        .collect(Collectors.joining(", ", " (in ", ")"));
    }
}
