package io.breaker.spring.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The configs and instances of one policy, and the order in which they lie upon each other. What an instance says is what
 * its layers leave when they are bound onto one object, outermost first: there is no code that merges.
 */
final class Layers<P extends InstanceProperties<?>> {

    private static final String DEFAULT = "default";

    private final PropertyView view;
    private final Supplier<P> empty;
    private final Entries configs;
    private final Entries instances;

    Layers(PropertyView view, PolicyKind kind, Supplier<P> empty, Supplier<KeyTree.Branch> keys) {
        this.view = view;
        this.empty = empty;
        ConfigurationPropertyName policy = PropertyView.ROOT.append(kind.key());
        this.configs = new Entries(view, policy.append("configs"), keys);
        this.instances = new Entries(view, policy.append("instances"), keys);
    }

    /** {@return the names of the instances} */
    Set<String> instances() {
        return instances.names();
    }

    /** {@return every config and every instance, by the name of its properties} */
    List<ConfigurationPropertyName> all() {
        return Stream.concat(configs.all().stream(), instances.all().stream()).toList();
    }

    /** {@return a property of each config that has the name of an instance which names no config to build on} */
    List<Written> namesakes() {
        return configs.all().stream()
                .filter(config -> !Entries.name(config).equals(DEFAULT) && isAlone(instances.get(Entries.name(config))))
                .flatMap(config -> Stream.ofNullable(any(config)))
                .toList();
    }

    private boolean isAlone(@Nullable ConfigurationPropertyName instance) {
        return instance != null && view.read(instance.append(InstanceProperties.BASE_CONFIG)) == null;
    }

    /** {@return whether nothing is said for names that are not configured} */
    boolean isSilent() {
        return configs.get(DEFAULT) == null;
    }

    /** {@return what the instance of that name inherits and says; for a name that is not configured, what all inherit} */
    P of(String name) {
        return of(instances.get(name));
    }

    /** {@return what the config or instance inherits and says} */
    P of(@Nullable ConfigurationPropertyName entry) {
        P properties = empty.get();
        chain(entry).forEach(layer -> bind(layer, properties, Leniently.INSTANCE));
        return properties;
    }

    /** {@return what the config or instance says itself} */
    P alone(ConfigurationPropertyName entry, BindHandler handler) {
        P properties = empty.get();
        bind(entry, properties, handler);
        return properties;
    }

    private void bind(ConfigurationPropertyName layer, P properties, BindHandler handler) {
        view.binder().bind(layer, Bindable.ofInstance(properties), handler);
    }

    /** {@return the property that decides a setting of that config or instance, or null if none does} */
    @Nullable Written deciding(@Nullable ConfigurationPropertyName entry, String setting) {
        Written nearest = null;
        for (ConfigurationPropertyName layer : chain(entry)) {
            Written written = view.read(layer.append(setting));
            nearest = written != null ? written : nearest;
        }
        return nearest;
    }

    /** {@return the property that decides a setting, as {@link #deciding}; of a list that stands in several, the first} */
    @Nullable Written source(@Nullable ConfigurationPropertyName entry, String setting) {
        Written nearest = null;
        for (ConfigurationPropertyName layer : chain(entry)) {
            Set<ConfigurationPropertyName> listed = view.listed(layer.append(setting));
            Written written =
                    listed.isEmpty() ? null : view.read(listed.iterator().next());
            nearest = written != null ? written : nearest;
        }
        return nearest;
    }

    @Nullable ConfigurationPropertyName instance(String name) {
        return instances.get(name);
    }

    /**
     * {@return the configs and instances whose settings must fit each other} Those are the instances, what names that
     * nobody configured get, and configs that nobody builds on. Others are parts, and looked at as parts.
     */
    List<ConfigurationPropertyName> wholes() {
        Set<ConfigurationPropertyName> parts = new HashSet<>();
        for (ConfigurationPropertyName entry : all()) {
            chain(entry).stream().filter(layer -> !layer.equals(entry)).forEach(parts::add);
        }
        ConfigurationPropertyName ofAll = configs.get(DEFAULT);
        return all().stream()
                .filter(entry -> Objects.equals(entry, ofAll) || !parts.contains(entry))
                .toList();
    }

    /** {@return some property of that config or instance, or null if no file has one} */
    @Nullable Written any(ConfigurationPropertyName entry) {
        return view.fileNames().stream()
                .filter(entry::isAncestorOf)
                .flatMap(property -> Stream.ofNullable(view.read(property)))
                .findFirst()
                .orElse(null);
    }

    /** {@return whether that very config or instance has a property of that name} */
    boolean says(ConfigurationPropertyName layer, String setting) {
        return view.read(layer.append(setting)) != null;
    }

    /** {@return the configs that lie below that config or instance, outermost first, and itself} */
    Deque<ConfigurationPropertyName> chain(@Nullable ConfigurationPropertyName entry) {
        Set<ConfigurationPropertyName> nearestFirst = new LinkedHashSet<>();
        follow(entry, nearestFirst);
        follow(configs.get(DEFAULT), nearestFirst);
        Deque<ConfigurationPropertyName> outermostFirst = new ArrayDeque<>();
        nearestFirst.forEach(outermostFirst::addFirst);
        return outermostFirst;
    }

    private void follow(@Nullable ConfigurationPropertyName entry, Set<ConfigurationPropertyName> path) {
        ConfigurationPropertyName next = entry;
        while (next != null && path.add(next)) {
            next = base(next);
        }
    }

    private @Nullable ConfigurationPropertyName base(ConfigurationPropertyName entry) {
        String base = view.string(entry.append(InstanceProperties.BASE_CONFIG));
        return base == null ? null : configs.get(base);
    }

    /** Notes names with two spellings, and base-configs that are missing or lead back to themselves. */
    void check(Problems problems) {
        configs.check(problems);
        instances.check(problems);
        all().forEach(entry -> checkBase(entry, problems));
        configs.all().forEach(entry -> checkCircle(entry, problems));
    }

    private void checkBase(ConfigurationPropertyName entry, Problems problems) {
        Written written = view.read(entry.append(InstanceProperties.BASE_CONFIG));
        String base = view.string(entry.append(InstanceProperties.BASE_CONFIG));
        if (written == null || base == null || base.isEmpty() || base.equals(DEFAULT) || configs.get(base) != null) {
            return;
        }
        Set<String> known = configs.names();
        String near = Nearest.to(base, known)
                .map(name -> "Did you mean " + name + "? ")
                .orElse("");
        String all = known.isEmpty() ? "There are none yet." : "There are: " + String.join(", ", known) + ".";
        problems.reference(written, "there is no config of that name", near + all);
    }

    private void checkCircle(ConfigurationPropertyName start, Problems problems) {
        Set<ConfigurationPropertyName> path = new LinkedHashSet<>();
        follow(start, path);
        List<ConfigurationPropertyName> circle = new ArrayList<>(path);
        Written written = view.read(start.append(InstanceProperties.BASE_CONFIG));
        boolean closes = Objects.equals(start, base(circle.get(circle.size() - 1)));
        boolean first =
                configs.all().stream().filter(path::contains).findFirst().equals(Optional.of(start));
        if (written != null && closes && first) {
            String names =
                    String.join(" -> ", circle.stream().map(Entries::name).toList());
            problems.value(
                    written,
                    "configs must not inherit in a circle (" + names + " -> " + Entries.name(start) + ")",
                    "Remove the base-config of one of them.");
        }
    }
}
