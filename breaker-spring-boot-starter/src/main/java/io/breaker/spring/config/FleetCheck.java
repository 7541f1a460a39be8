package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds circuit breakers that are to be one with those of other instances and have nowhere to meet them. Thread-safe. */
final class FleetCheck {

    /** The name of the fleet that the auto-configuration makes of a store. */
    private static final String OURS = "breakerFleet";

    private static final String MAKER = "io.breaker.spring.BreakerFleetAutoConfiguration";

    /** Names, which a problem may hold, have no bound. */
    private static final int MOST_TOLD = 100;

    private final Set<Problem> told = ConcurrentHashMap.newKeySet();
    private final PolicySettings<?, CircuitBreakerConfig> breakers;
    private final ConfigurableListableBeanFactory beans;

    FleetCheck(PolicySettings<?, CircuitBreakerConfig> breakers, ConfigurableListableBeanFactory beans) {
        this.breakers = breakers;
        this.beans = beans;
    }

    /** Looks at the breakers that startup has made. */
    void report(Collection<CircuitBreaker> made, StartupReport report) {
        List<CircuitBreaker> members = made.stream()
                .filter(breaker -> breaker.config().fleetEnabled())
                .sorted(Comparator.comparing(CircuitBreaker::name))
                .toList();
        if (members.isEmpty()) {
            return;
        }
        if (names(CircuitBreakerFleet.class).length == 0) {
            members.forEach(member -> report.error(nowhere(member)));
        } else if (!isOneMeant(CircuitBreakerFleet.class)) {
            report.error(several("several fleets", CircuitBreakerFleet.class, "fleets"));
        } else if (isOurs() && !isOneMeant(FleetStore.class)) { // a fleet of the application's own has chosen its place
            report.error(several("several places to meet", FleetStore.class, "fleet stores"));
        }
    }

    /** Logs a breaker that is made after startup, if it is the first of its cause. */
    void look(CircuitBreaker made) {
        if (made.config().fleetEnabled() && names(CircuitBreakerFleet.class).length == 0 && told.size() < MOST_TOLD) {
            Problem problem = nowhere(made);
            if (told.add(problem)) {
                StartupCheck.log(problem);
            }
        }
    }

    private boolean isOurs() {
        return beans.containsBeanDefinition(OURS)
                && MAKER.equals(beans.getMergedBeanDefinition(OURS).getBeanClassName());
    }

    /** Whether Spring knows which of them is meant. */
    private boolean isOneMeant(Class<?> type) {
        try {
            return names(type).length <= 1 || beans.resolveNamedBean(type) != null;
        } catch (NoUniqueBeanDefinitionException ambiguous) {
            return false;
        }
    }

    private Problem several(String what, Class<?> type, String kind) {
        return new Problem(
                "Circuit breakers are in a fleet, and there are " + what + ": the beans "
                        + String.join(" and ", names(type)) + " are " + kind,
                null,
                "Mark one of them as @Primary, or keep one.");
    }

    private String[] names(Class<?> type) {
        return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false);
    }

    private Problem nowhere(CircuitBreaker member) {
        Written written = decides(member);
        String who = written == null
                ? "Circuit breaker " + member.name() + " is in a fleet"
                : written.key() + " is " + written.value();
        return new Problem(
                who + ": there is no place where the fleet's instances meet, which is a bean of type FleetStore",
                written == null ? null : written.origin(),
                "Add io.breaker:breaker-redis and org.springframework.boot:spring-boot-starter-data-redis to the"
                        + " dependencies, or define a bean of type " + FleetStore.class.getName() + ".");
    }

    /** The property that says so, unless a customizer or a registry of the application's own does. */
    private @Nullable Written decides(CircuitBreaker member) {
        boolean isWritten = breakers.written(member.name())
                .filter(CircuitBreakerConfig::fleetEnabled)
                .isPresent();
        return isWritten ? breakers.deciding(member.name(), "fleet.enabled") : null;
    }
}
