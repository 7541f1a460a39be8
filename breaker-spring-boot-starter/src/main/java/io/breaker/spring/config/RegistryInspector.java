package io.breaker.spring.config;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Looks at what the registries make: at circuit breakers that can never trip or belong to no fleet that there is, and at
 * registries of the application's own that leave the properties of instances aside. That shows when one makes a configured instance without asking for its
 * properties. Nothing is made to find it out: what startup has made stands in the report, and what comes later is logged
 * when it comes, until the application ends.
 */
final class RegistryInspector implements AutoCloseable {

    private final BreakerSettings settings;
    private final ConfigurableListableBeanFactory beans;
    private final List<Subscription> subscriptions = new ArrayList<>();

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
        CircuitBreakerRegistry breakers =
                beans.getBeanProvider(CircuitBreakerRegistry.class).getIfUnique();
        if (breakers != null) {
            NeverTripping neverTripping = new NeverTripping(settings.circuitBreakers());
            listen(breakers, neverTripping::look);
            neverTripping.report(breakers.all(), report);
            FleetCheck fleet = new FleetCheck(settings.circuitBreakers(), beans);
            listen(breakers, fleet::look);
            fleet.report(breakers.all(), report);
        }
        for (PolicyKind kind : PolicyKind.values()) {
            Registry<?> registry = beans.getBeanProvider(kind.registry()).getIfUnique();
            if (registry != null) {
                inspect(kind, registry, report);
            }
        }
    }

    private <P extends Policy> void inspect(PolicyKind kind, Registry<P> registry, StartupReport report) {
        Set<String> unread = ConcurrentHashMap.newKeySet();
        settings.instances(kind).stream().filter(name -> isUnread(kind, name)).forEach(unread::add);
        if (unread.isEmpty()) {
            return;
        }
        listen(
                registry,
                added -> { // each name is taken out once, here or below
                    if (unread.remove(added.name()) && isUnread(kind, added.name())) {
                        StartupCheck.log(problem(kind, registry, List.of(added.name())));
                    }
                });
        List<String> made = settings.instances(kind).stream()
                .filter(name -> registry.find(name).isPresent() && unread.remove(name) && isUnread(kind, name))
                .toList();
        if (!made.isEmpty()) {
            report.warning(problem(kind, registry, made));
        }
    }

    private <P extends Policy> void listen(Registry<P> registry, Consumer<? super P> listener) {
        subscriptions.add(registry.onAdded(listener));
    }

    /** Leaves the registries, which may outlive the application. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }

    private boolean isUnread(PolicyKind kind, String name) {
        return !settings.isRead(kind, name);
    }

    private Problem problem(PolicyKind kind, Registry<?> registry, List<String> unread) {
        String type = registry.getClass().getSimpleName();
        String keys = unread.stream()
                .map(name -> "breaker." + kind.key() + ".instances." + name)
                .collect(Collectors.joining(" and "));
        boolean readsTime = EnumSet.of(PolicyKind.RETRY, PolicyKind.CIRCUITBREAKER, PolicyKind.RATELIMITER)
                .contains(kind);
        Named bean = named(registry);
        return new Problem(
                "%s %s no effect: %s takes the place of Breaker's %s and does not look at the properties."
                        .formatted(
                                keys,
                                unread.size() == 1 ? "has" : "have",
                                bean == null ? "a bean" : "the bean \"" + bean.name + "\"",
                                type),
                bean == null ? null : bean.origin,
                "Make the bean by %s.of(settings::%s%s), where settings is a parameter of type %s; or remove"
                                .formatted(
                                        type,
                                        StringUtils.uncapitalize(type.replace("Registry", "")),
                                        readsTime ? ", settings.timeSource()" : "",
                                        BreakerSettings.class.getSimpleName())
                        + " those properties.");
    }

    /** How the application knows a registry. */
    private record Named(String name, @Nullable String origin) {}

    /** Looks among the singletons that are there, without making any: a prototype or a factory's product has no name here. */
    private @Nullable Named named(Registry<?> registry) {
        BeanFactory each = beans;
        while (each instanceof ConfigurableListableBeanFactory known) {
            for (String name : known.getBeanNamesForType(registry.getClass(), false, false)) {
                if (known.containsSingleton(name) && known.getSingleton(name) == registry) {
                    return new Named(name, origin(known, name));
                }
            }
            each = known.getParentBeanFactory();
        }
        return null;
    }

    private static @Nullable String origin(ConfigurableListableBeanFactory beans, String name) {
        return beans.containsBeanDefinition(name)
                ? beans.getMergedBeanDefinition(name).getResourceDescription()
                : null;
    }
}
