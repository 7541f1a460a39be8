package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The {@code breaker.*} properties of an environment: what binds them, what they are called, and where they stand. */
final class PropertyView {

    static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("breaker");

    private final List<ConfigurationPropertySource> sources = new ArrayList<>();
    private final PlaceholdersResolver placeholders;
    private final Binder binder;
    private final List<ConfigurationPropertyName> fileNames;
    private final List<ConfigurationPropertyName> variableNames;

    PropertyView(MutablePropertySources propertySources) {
        ConfigurationPropertySources.from(propertySources).forEach(sources::add);
        placeholders = new PropertySourcesPlaceholdersResolver(propertySources);
        binder = new Binder(sources, placeholders);
        fileNames = names(ROOT, false);
        variableNames = names(ROOT, true);
    }

    private List<ConfigurationPropertyName> names(ConfigurationPropertyName root, boolean variables) {
        return sources.stream()
                .filter(source -> source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource == variables)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(root::isAncestorOf)
                .toList();
    }

    /** {@return all names that files and the like hold below another root, each once} */
    List<ConfigurationPropertyName> fileNamesBelow(ConfigurationPropertyName root) {
        return names(root, false).stream().distinct().toList();
    }

    Binder binder() {
        return binder;
    }

    /** {@return all names that files, the command line, system properties and the like hold, spelt as there} */
    List<ConfigurationPropertyName> fileNames() {
        return fileNames;
    }

    /** {@return those names as they stand in their sources, with what Spring drops from them, source by source} */
    Stream<List<String>> rawFileNames() {
        return sources.stream()
                .map(ConfigurationPropertySource::getUnderlyingSource)
                .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .filter(EnumerablePropertySource.class::isInstance)
                .map(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames())
                        .filter(name -> ROOT.isAncestorOf(ConfigurationPropertyName.adapt(name, '.')))
                        .toList());
    }

    /** {@return all names that environment variables hold, which know neither case nor dashes} */
    List<ConfigurationPropertyName> variableNames() {
        return variableNames;
    }

    /** {@return the property of that name, spelt as in the name, or null if there is none} */
    @Nullable Written read(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : sources) {
            try {
                ConfigurationProperty property = source.getConfigurationProperty(name);
                if (property != null) {
                    return new Written(name, text(name), value(property), origin(property));
                }
            } catch (RuntimeException unreadable) { // such as a source that fails to decrypt
                return new Written(name, text(name), "unreadable (" + unreadable.getMessage() + ")", null);
            }
        }
        return null;
    }

    /**
     * {@return the names by which a list is said: its own, or those of elements} They come from the first source that has
     * any, since Spring takes a list from one source alone. None if nobody says it.
     */
    Set<ConfigurationPropertyName> listed(ConfigurationPropertyName list) {
        return sources.stream()
                .map(source -> listed(list, source))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    private static Set<ConfigurationPropertyName> listed(
            ConfigurationPropertyName list, ConfigurationPropertySource source) {
        Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
        try {
            if (source.getConfigurationProperty(list) != null) {
                return Set.of(list);
            }
            ConfigurationPropertyName next = list.append("[0]");
            while (source.getConfigurationProperty(next) != null) {
                names.add(next);
                next = list.append("[" + names.size() + "]");
            }
        } catch (RuntimeException unreadable) { // whatever it is, it is there
            return Set.of(list);
        }
        if (source instanceof IterableConfigurationPropertySource iterable) {
            iterable.stream()
                    .filter(name -> list.isParentOf(name) && name.isNumericIndex(list.getNumberOfElements()))
                    .filter(name -> source.getConfigurationProperty(name) != null)
                    .forEach(names::add);
        }
        return names;
    }

    private static @Nullable String origin(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        return origin == null ? null : origin.toString();
    }

    /** {@return the value of the property of that name, its placeholders replaced, or null if there is none} */
    @Nullable String string(ConfigurationPropertyName name) {
        try {
            return binder.bind(name, Bindable.of(String.class)).orElse(null);
        } catch (BindException noString) {
            return null;
        }
    }

    private String value(ConfigurationProperty property) {
        String raw = Objects.toString(property.getValue());
        if (!raw.contains("${")) {
            return raw;
        }
        String resolved = resolved(raw);
        return resolved.equals(raw) ? raw : resolved + Written.FROM + raw + ")";
    }

    private String resolved(String raw) {
        try {
            return Objects.toString(placeholders.resolvePlaceholders(raw));
        } catch (IllegalArgumentException unresolvable) { // such as a placeholder that holds itself
            return raw;
        }
    }

    /** {@return the name as text, spelt as in its source} */
    static String text(ConfigurationPropertyName name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            String element = name.getElement(i, Form.ORIGINAL);
            if (name.chop(i + 1).isLastElementIndexed()) {
                text.append('[').append(element).append(']');
            } else {
                text.append(i == 0 ? "" : ".").append(element);
            }
        }
        return text.toString();
    }
}
