package io.breaker.spring.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.function.SingletonSupplier;

/**
 * What the properties say about one policy.
 *
 * @param <B> what settings are put into
 * @param <C> the configuration that comes of it
 */
final class PolicySettings<B, C> {

    /** What makes one policy different from the others. */
    record Kind<B, C>(
            PolicyKind policy,
            Supplier<? extends InstanceProperties<B>> properties,
            Supplier<B> draft,
            Function<B, C> build,
            Customizers<?, B> customizers) {

        /** {@return the keys of its instances} */
        Keys keys() {
            return Keys.of(properties.get(), draft.get());
        }
    }

    private final Kind<B, C> kind;
    private final PropertyView view;
    private final Collaborators collaborators;
    private final Problems problems;
    private final Layers<InstanceProperties<B>> layers;
    private final Supplier<KeyTree.Branch> keys;
    private final Map<String, InstanceProperties<B>> configured = new LinkedHashMap<>();
    private final @Nullable InstanceProperties<B> others;
    private final Map<String, C> configs = new ConcurrentHashMap<>();

    PolicySettings(
            Kind<B, C> kind,
            Supplier<KeyTree.Branch> keys,
            PropertyView view,
            Collaborators collaborators,
            Problems problems) {
        this.kind = kind;
        this.view = view;
        this.collaborators = collaborators;
        this.keys = keys;
        this.problems = problems;
        this.layers = new Layers<>(view, kind.policy, kind.properties::get, keys);
        layers.instances().forEach(name -> configured.put(name, layers.of(name)));
        others = layers.isSilent() ? null : layers.of((ConfigurationPropertyName) null);
        layers.check(problems);
        layers.all().forEach(this::check);
        Misfits misfits = new Misfits(layers, keys, problems);
        layers.wholes().forEach(whole -> build(draft(layers.of(whole)), refused -> misfits.add(whole, refused)));
        misfits.report();
    }

    private void check(ConfigurationPropertyName layer) {
        InstanceProperties<B> alone = layers.alone(layer, new Reporting(view, problems));
        alone.apply(new LayerCheck(view, layer, collaborators, problems), kind.draft.get());
    }

    Set<String> instances() {
        return layers.instances();
    }

    boolean configures(String name) {
        return configured.containsKey(name);
    }

    /** {@return the keys that an instance can have, spelt with dashes and dots} */
    Set<String> keys() {
        return keys.get().settings();
    }

    /** {@return what the key of an instance is called in full, its name spelt as in the files if it stands there} */
    String key(String name, String setting) {
        ConfigurationPropertyName instance = layers.instance(name);
        String entry = instance == null
                ? PropertyView.text(PropertyView.ROOT) + "." + kind.policy.key() + ".instances[" + name + "]"
                : PropertyView.text(instance);
        return entry + "." + setting;
    }

    /** {@return a property of each config whose name is that of an instance which does not build on it} */
    List<Written> namesakes() {
        return layers.namesakes();
    }

    /** {@return what the properties say about the instance of that name} */
    B draft(String name) {
        return draft(configured.getOrDefault(name, others));
    }

    /** {@return a part of what the properties say, by name: worked out once, and for all names not configured one} */
    <V> Function<String, V> part(Function<? super B, V> part) {
        Map<String, Supplier<V>> byName = new HashMap<>();
        configured.forEach(
                (name, properties) -> byName.put(name, SingletonSupplier.of(() -> part.apply(draft(properties)))));
        Supplier<V> ofOthers = SingletonSupplier.of(() -> part.apply(draft(others)));
        return name -> byName.getOrDefault(name, ofOthers).get();
    }

    private B draft(@Nullable InstanceProperties<B> properties) {
        B draft = kind.draft.get();
        if (properties != null) {
            properties.apply(new LenientApplier(collaborators), draft);
        }
        return draft;
    }

    /** {@return what the properties alone make of the instance of that name, unless that does not fit} */
    Optional<C> written(String name) {
        return build(draft(name), reported -> {});
    }

    /** {@return the configuration of the instance of that name, customizers applied} */
    C config(String name) {
        C known = configs.get(name);
        if (known != null) {
            return known;
        }
        C made = make(name);
        if (!configured.containsKey(name)) {
            return made; // not kept: names that nobody configured have no bound
        }
        C other = configs.putIfAbsent(name, made);
        return other != null ? other : made;
    }

    private C make(String name) {
        B draft = draft(name);
        Optional<C> own =
                build(draft, reported -> {}); // a refusal is in the report already, and is not the customizers'
        String key = kind.policy.key() + " " + name;
        kind.customizers.apply(key, name, draft, problems);
        return build(draft, refused -> own.ifPresent(fitted -> noteCustomizers(key, refused)))
                .or(() -> own)
                .orElseGet(() -> kind.build.apply(kind.draft.get()));
    }

    private void noteCustomizers(String key, IllegalArgumentException refused) {
        if (!kind.customizers.isEmpty()) {
            problems.add(
                    "The customizer beans " + kind.customizers + " leave " + key + " with settings that do not fit: "
                            + refused.getMessage(),
                    null,
                    "Mend the customizers.");
        }
    }

    private Optional<C> build(B draft, Consumer<IllegalArgumentException> refusal) {
        try {
            return Optional.of(kind.build.apply(draft));
        } catch (IllegalArgumentException refused) {
            refusal.accept(refused);
            return Optional.empty();
        }
    }

    /** {@return what decides each setting of the instance of that name; settings that no property decides are left out} */
    List<SettingSource> sources(String name) {
        ConfigurationPropertyName instance = layers.instance(name);
        return keys.get().settings().stream()
                .flatMap(setting -> Stream.ofNullable(layers.source(instance, setting))
                        .map(written -> SettingSource.of(setting, written)))
                .toList();
    }

    /** {@return the property that decides a setting of the instance of that name, or null if none does} */
    @Nullable Written deciding(String name, String setting) {
        return layers.deciding(layers.instance(name), setting);
    }
}
