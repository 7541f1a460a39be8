package io.breaker.spring.config;

import io.breaker.Registry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds registries of the application's own that leave the properties of instances aside. As with Breaker's registries,
 * all configured instances are there afterwards.
 */
public final class RegistryInspector implements StartupInspector {

    private final BreakerSettings settings;
    private final ConfigurableListableBeanFactory beans;

    /**
     * For the auto-configuration.
     *
     * @param settings know which instances are configured, and who asks for them
     * @param beans has the registries
     */
    public RegistryInspector(BreakerSettings settings, ConfigurableListableBeanFactory beans) {
        this.settings = settings;
        this.beans = beans;
    }

    @Override
    public void inspect(StartupReport report) {
        inspect(
                PolicyKind.CIRCUITBREAKER,
                CircuitBreakerRegistry.class,
                CircuitBreakerRegistry::circuitBreaker,
                "settings::circuitBreaker",
                report);
        inspect(PolicyKind.RETRY, RetryRegistry.class, RetryRegistry::retry, "settings::retry", report);
    }

    private <R extends Registry<?>> void inspect(
            PolicyKind kind, Class<R> type, BiConsumer<R, String> maker, String configs, StartupReport report) {
        List<String> configured = List.copyOf(settings.instances(kind));
        R registry = configured.isEmpty() ? null : beans.getBeanProvider(type).getIfUnique();
        if (registry == null) {
            return;
        }
        configured.forEach(name -> make(registry, name, maker));
        List<String> unread =
                configured.stream().filter(name -> !settings.isRead(kind, name)).toList();
        if (!unread.isEmpty()) {
            report.warning(problem(kind, unread, registry, configs));
        }
    }

    private static <R extends Registry<?>> void make(R registry, String name, BiConsumer<R, String> maker) {
        try {
            maker.accept(registry, name);
        } catch (RuntimeException refused) {
            // A registry may know its own names alone. Then it has not asked for this one's properties either.
        }
    }

    private Problem problem(PolicyKind kind, List<String> unread, Registry<?> registry, String configs) {
        Class<?> type = registry.getClass();
        String bean = nameOf(registry);
        String keys = unread.stream()
                .map(name -> "breaker." + kind.key() + ".instances." + name)
                .collect(Collectors.joining(" and "));
        return new Problem(
                "%s %s no effect: the bean \"%s\" takes the place of Breaker's %s and does not look at the properties."
                        .formatted(keys, unread.size() == 1 ? "has" : "have", bean, type.getSimpleName()),
                origin(bean),
                "Make the bean by %s.of(%s, settings.timeSource()), where settings is a parameter of type %s; or remove"
                                .formatted(type.getSimpleName(), configs, BreakerSettings.class.getSimpleName())
                        + " those properties.");
    }

    private String nameOf(Registry<?> registry) {
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, registry.getClass()))
                .filter(name -> beans.getBean(name) == registry)
                .findFirst()
                .orElseThrow();
    }

    private @Nullable String origin(String bean) {
        return beans.containsBeanDefinition(bean)
                ? beans.getMergedBeanDefinition(bean).getResourceDescription()
                : null;
    }
}
