package io.breaker.spring.config;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Lets every {@link StartupInspector} look at the application once its singletons exist and before its web server, its
 * listeners and its schedules start. Warnings are logged; errors stop the application, all in one report.
 */
public final class StartupCheck implements SmartInitializingSingleton, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StartupCheck.class);

    private final BreakerSettings settings;
    private final ObjectProvider<StartupInspector> inspectors;
    private final RegistryInspector registries;

    /**
     * For the auto-configuration.
     *
     * @param settings the properties, whose problems come first in the report
     * @param inspectors whoever else has something to look at
     * @param beans has the registries
     */
    public StartupCheck(
            BreakerSettings settings,
            ObjectProvider<StartupInspector> inspectors,
            ConfigurableListableBeanFactory beans) {
        this.settings = settings;
        this.inspectors = inspectors;
        this.registries = new RegistryInspector(settings, beans);
    }

    /**
     * Runs the check.
     *
     * @throws BreakerStartupException if there is an error
     */
    @Override
    public void afterSingletonsInstantiated() {
        StartupReport report = new StartupReport();
        settings.inspect(report);
        inspectors.orderedStream().forEach(inspector -> inspector.inspect(report));
        registries.inspect(report); // by now, what annotations name has been made
        settings.endOfStartup(report);
        report.warnings().forEach(StartupCheck::log);
        logKeysOfResilience4j(settings.keysOfResilience4j());
        List<Problem> errors = report.errors();
        if (!errors.isEmpty()) {
            throw new BreakerStartupException(errors);
        }
    }

    /** Ends the look at instances that are made later. */
    @Override
    public void close() {
        registries.close();
    }

    /** All in one, to be worked through once: that is what moving an application over takes. */
    private static void logKeysOfResilience4j(List<Problem> keys) {
        if (!keys.isEmpty()) {
            log.warn("Keys that have another effect than with Resilience4j, or none:\n\n{}", ProblemText.list(keys));
        }
    }

    static void log(Problem problem) {
        if (problem.origin() == null) {
            log.warn("{} {}", problem.message(), problem.action());
        } else {
            log.warn("{} ({}) {}", problem.message(), problem.origin(), problem.action());
        }
    }
}
