package io.breaker.spring.config;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds registries of the application's own that leave the properties of instances aside. That shows when a registry makes
 * a configured instance without asking for its properties. None is made to find it out: those that startup has made stand in the
 * report, and those that come later are logged when they come.
 */
final class RegistryInspector {

    /** How problems name a registry. */
    private record Named(
            PolicyKind kind,
            String type,
            String bean,
            @Nullable String origin,
            String configs) {}

    private final BreakerSettings settings;
    private final ConfigurableListableBeanFactory beans;

    /**
     * Makes an inspector.
     *
     * @param settings know which instances are configured, and who asks for them
     * @param beans has the registries
     */
    RegistryInspector(BreakerSettings settings, ConfigurableListableBeanFactory beans) {
        this.settings = settings;
        this.beans = beans;
    }

    void inspect(StartupReport report) {
        inspect(PolicyKind.CIRCUITBREAKER, CircuitBreakerRegistry.class, "settings::circuitBreaker", report);
        inspect(PolicyKind.RETRY, RetryRegistry.class, "settings::retry", report);
    }

    private void inspect(PolicyKind kind, Class<? extends Registry<?>> type, String configs, StartupReport report) {
        Set<String> unread = ConcurrentHashMap.newKeySet();
        settings.instances(kind).stream().filter(name -> isUnread(kind, name)).forEach(unread::add);
        Registry<?> registry =
                unread.isEmpty() ? null : beans.getBeanProvider(type).getIfUnique();
        if (registry == null) {
            return;
        }
        String bean = nameOf(registry);
        Named named = new Named(kind, type.getSimpleName(), bean, origin(bean), configs);
        registry.onAdded((Policy added) -> { // each name is taken out once, here or below
            if (unread.remove(added.name()) && isUnread(kind, added.name())) {
                StartupCheck.log(problem(named, List.of(added.name())));
            }
        });
        List<String> made = settings.instances(kind).stream()
                .filter(name -> registry.find(name).isPresent() && unread.remove(name) && isUnread(kind, name))
                .toList();
        if (!made.isEmpty()) {
            report.warning(problem(named, made));
        }
    }

    private boolean isUnread(PolicyKind kind, String name) {
        return !settings.isRead(kind, name);
    }

    private static Problem problem(Named registry, List<String> unread) {
        String keys = unread.stream()
                .map(name -> "breaker." + registry.kind.key() + ".instances." + name)
                .collect(Collectors.joining(" and "));
        return new Problem(
                "%s %s no effect: the bean \"%s\" takes the place of Breaker's %s and does not look at the properties."
                        .formatted(keys, unread.size() == 1 ? "has" : "have", registry.bean, registry.type),
                registry.origin,
                "Make the bean by %s.of(%s, settings.timeSource()), where settings is a parameter of type %s; or remove"
                                .formatted(registry.type, registry.configs, BreakerSettings.class.getSimpleName())
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
