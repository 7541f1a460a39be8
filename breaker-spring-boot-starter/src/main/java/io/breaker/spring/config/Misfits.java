package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Settings that are right by themselves and do not fit each other. Each is a problem where it is written, once, with the
 * configs and instances that inherit it and that it does not fit. What does not fit a default that stands in for something
 * wrong is none: who mends that may find that it fits.
 */
final class Misfits {

    /** Length of the name of a policy's section, and of that of an entry of it. */
    private static final int POLICY = 2;

    private static final int ENTRY = 4;

    private record Misfit(Written written, String rule, String action) {}

    private final Layers<?> layers;
    private final Supplier<KeyTree.Branch> keys;
    private final Problems problems;
    private final Map<Misfit, List<ConfigurationPropertyName>> entries = new LinkedHashMap<>();

    Misfits(Layers<?> layers, Supplier<KeyTree.Branch> keys, Problems problems) {
        this.layers = layers;
        this.keys = keys;
        this.problems = problems;
    }

    /** Takes what the core has refused to make of a config or instance. */
    void add(ConfigurationPropertyName entry, IllegalArgumentException refused) {
        List<String> settings = Rules.settingsIn(refused);
        if (settings.stream().anyMatch(setting -> isMistaken(entry, setting))) {
            return;
        }
        for (String setting : settings) {
            Written written = layers.deciding(entry, setting);
            if (written != null) {
                entries.computeIfAbsent(misfit(written, settings.get(0), refused), any -> new ArrayList<>())
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

    /** Whether something else is in force than was meant: the nearest that could decide the setting is wrong. */
    private boolean isMistaken(ConfigurationPropertyName entry, String setting) {
        if (!keys.get().hasSetting(setting)) {
            return false; // it is another word of the message
        }
        Iterator<ConfigurationPropertyName> nearestFirst = layers.chain(entry).descendingIterator();
        while (nearestFirst.hasNext()) {
            ConfigurationPropertyName layer = nearestFirst.next();
            List<ConfigurationPropertyName> wrong = problems.below(layer);
            if (layers.says(layer, setting)) {
                return wrong.contains(layer.append(setting));
            }
            if (wrong.stream().anyMatch(property -> mayBeMeant(property, layer))) {
                return true;
            }
        }
        return false;
    }

    /** A key that there is none of may be meant for any setting, and a config that there is none of may have it. */
    private boolean mayBeMeant(ConfigurationPropertyName wrong, ConfigurationPropertyName layer) {
        return !keys.get().knows(wrong, ENTRY)
                || wrong.chop(ENTRY + 1).equals(layer.append(InstanceProperties.BASE_CONFIG));
    }

    /** The core refuses one of the settings that do not fit; where that has its default, another one is to blame. */
    private static Misfit misfit(Written written, String refusedSetting, IllegalArgumentException refused) {
        String setting = written.setting();
        if (setting.equals(refusedSetting)) {
            String rule = Rules.ruleIn(refused);
            return new Misfit(written, rule, Problems.mend(written, rule));
        }
        return new Misfit(
                written,
                "does not fit: " + Rules.messageOf(refused),
                "Give " + setting + " or " + refusedSetting + " another value.");
    }

    void report() {
        entries.forEach((misfit, where) ->
                problems.value(misfit.written, misfit.rule + heirs(misfit.written, where), misfit.action));
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
