package io.breaker.spring.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The names that the user has chosen below {@code configs} or {@code instances}, spelt as in the files. An environment
 * variable cannot spell a name, so it makes an entry only where no file has one that it fits.
 */
final class Entries {

    private final PropertyView view;
    private final ConfigurationPropertyName section;

    // Spring takes names for equal that differ in case, dashes and underscores; so does this map.
    private final Map<ConfigurationPropertyName, Map<String, ConfigurationPropertyName>> spellings =
            new LinkedHashMap<>();
    private final Map<String, ConfigurationPropertyName> byName = new LinkedHashMap<>();

    Entries(PropertyView view, ConfigurationPropertyName section, Supplier<KeyTree.Branch> keys) {
        this.view = view;
        this.section = section;
        below(view.fileNames())
                .forEach(name -> spellings
                        .computeIfAbsent(entry(name), entry -> new LinkedHashMap<>())
                        .putIfAbsent(name(entry(name)), name));
        below(view.variableNames()).stream()
                .filter(name -> keys.get().hasSetting(rest(name)))
                .forEach(name -> spellings.computeIfAbsent(entry(name), entry -> Map.of(name(entry), name)));
        spellings.keySet().forEach(entry -> byName.put(name(entry), entry));
    }

    private List<ConfigurationPropertyName> below(Collection<ConfigurationPropertyName> names) {
        return names.stream().filter(section::isAncestorOf).toList();
    }

    private ConfigurationPropertyName entry(ConfigurationPropertyName property) {
        return property.chop(section.getNumberOfElements() + 1);
    }

    private String rest(ConfigurationPropertyName property) {
        return IntStream.range(section.getNumberOfElements() + 1, property.getNumberOfElements())
                .mapToObj(i -> property.getElement(i, Form.UNIFORM))
                .collect(Collectors.joining());
    }

    static String name(ConfigurationPropertyName entry) {
        return entry.getLastElement(Form.ORIGINAL);
    }

    Set<String> names() {
        return new LinkedHashSet<>(byName.keySet());
    }

    Collection<ConfigurationPropertyName> all() {
        return byName.values();
    }

    @Nullable ConfigurationPropertyName get(String name) {
        return byName.get(name);
    }

    /** Notes names that are spelt in two ways. */
    void check(Problems problems) {
        spellings.forEach((entry, properties) -> {
            if (properties.size() > 1) {
                noteSpellings(entry, properties, problems);
            }
        });
    }

    private void noteSpellings(
            ConfigurationPropertyName entry, Map<String, ConfigurationPropertyName> properties, Problems problems) {
        String first = name(entry);
        properties.forEach((other, property) -> {
            Written written = view.read(property);
            if (!other.equals(first)) {
                problems.add(
                        PropertyView.text(section) + "." + other + " is the same name as " + first
                                + ": Spring tells names apart by letters and digits alone, in lower case",
                        written == null ? null : written.origin(),
                        "Spell it " + first + " everywhere, or choose another name.");
            }
        });
    }
}
