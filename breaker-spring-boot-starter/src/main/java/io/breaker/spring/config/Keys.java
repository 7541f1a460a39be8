package io.breaker.spring.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notes which keys there are, by looking at what an empty properties object would set. */
final class Keys implements Applier {

    private final Set<String> scalars = new TreeSet<>();
    private final Set<String> lists = new TreeSet<>();

    static <B> Keys of(InstanceProperties<B> empty, B draft) {
        Keys keys = new Keys();
        keys.scalars.add(InstanceProperties.BASE_CONFIG);
        empty.apply(keys, draft);
        return keys;
    }

    /** {@return those of the fleet} */
    static Keys ofFleet() {
        Keys keys = new Keys();
        new FleetProperties().apply(keys, new FleetDraft());
        return keys;
    }

    /** {@return the keys of all policies that stand below another key, by their spelling with a dash in place of the dot} */
    static Map<String, String> dotted() {
        return new PolicyDescriptions(null)
                .entries().values().stream()
                        .flatMap(entry -> entry.get().settings().stream())
                        .filter(key -> key.contains("."))
                        .distinct()
                        .collect(Collectors.toMap(key -> key.replace('.', '-'), Function.identity()));
    }

    /** {@return the keys that take one value} */
    Set<String> scalars() {
        return scalars;
    }

    /** {@return the keys that take a list} */
    Set<String> lists() {
        return lists;
    }

    @Override
    public <T> void value(String key, @Nullable T value, Consumer<? super T> place) {
        scalars.add(key);
    }

    @Override
    public void exceptions(
            String key,
            @Nullable List<Class<? extends Throwable>> value,
            Consumer<? super List<Class<? extends Throwable>>> place) {
        lists.add(key);
    }

    @Override
    public <T extends @Nullable Object> void predicate(
            String key, @Nullable Class<? extends Predicate<?>> value, Consumer<? super Predicate<T>> place) {
        scalars.add(key);
    }

    @Override
    public <T> void bean(String key, @Nullable String value, Class<T> type, Consumer<? super BeanReference<T>> place) {
        scalars.add(key);
    }
}
