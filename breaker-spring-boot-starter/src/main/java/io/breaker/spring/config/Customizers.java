package io.breaker.spring.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The customizer beans of one type, looked up when the first instance is made.
 *
 * @param <Z> the type of the customizers
 * @param <B> what they customize
 */
final class Customizers<Z, B> {

    /** How a customizer is called. */
    interface Call<Z, B> {
        void customize(Z customizer, String name, B builder);
    }

    private record Named<Z>(Z bean, String name) {}

    private final @Nullable ListableBeanFactory beans;
    private final Class<Z> type;
    private final Call<Z, B> call;
    private volatile @Nullable List<Named<Z>> found;

    Customizers(@Nullable ListableBeanFactory beans, Class<Z> type, Call<Z, B> call) {
        this.beans = beans;
        this.type = type;
        this.call = call;
    }

    private List<Named<Z>> all() {
        List<Named<Z>> known = found;
        if (known == null) {
            // Without a lock: making beans takes locks of Spring's.
            known = beans == null ? List.of() : inOrder(beans);
            found = known;
        }
        return known;
    }

    private List<Named<Z>> inOrder(ListableBeanFactory factory) {
        Map<String, Z> byName = factory.getBeansOfType(type);
        return factory.getBeanProvider(type)
                .orderedStream()
                .map(bean -> new Named<>(bean, nameOf(bean, byName)))
                .toList();
    }

    private String nameOf(Z bean, Map<String, Z> byName) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue() == bean)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> bean.getClass().getName());
    }

    boolean isEmpty() {
        return all().isEmpty();
    }

    /** {@return the names of the beans} */
    @Override
    public String toString() {
        return all().stream().map(Named::name).collect(Collectors.joining(", "));
    }

    /** Lets all of them change a builder. One that throws becomes a problem, and the others go on. */
    void apply(String key, String name, B builder, Problems problems) {
        for (Named<Z> customizer : all()) {
            try {
                call.customize(customizer.bean, name, builder);
            } catch (RuntimeException thrown) {
                problems.add(
                        "The customizer bean " + customizer.name + " failed for " + key + ": " + thrown,
                        null,
                        "Mend the customizer.");
            }
        }
    }
}
