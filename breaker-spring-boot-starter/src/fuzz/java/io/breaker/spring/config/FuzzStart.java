package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.ExceptionClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/**
 * Reads a file as an application does, without the application: the same loader, environment, settings and report.
 *
 * @param settings what was read
 * @param errors what would stop the application
 * @param warnings what it would log
 */
record FuzzStart(BreakerSettings settings, List<Problem> errors, List<Problem> warnings) {

    /** A name that no file has. */
    static final String UNHEARD_OF = "unheard-of";

    private static final DefaultListableBeanFactory BEANS = beans();

    private static DefaultListableBeanFactory beans() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        Samples.Classifiers classifiers = new Samples.Classifiers();
        register(beans, "classifier1", classifiers.classifier1());
        register(beans, "classifier2", classifiers.classifier2());
        register(beans, "classifier3", classifiers.classifier3());
        register(beans, "classifier4", classifiers.classifier4());
        register(beans, "classifier5", classifiers.classifier5());
        return beans;
    }

    private static void register(DefaultListableBeanFactory beans, String name, ExceptionClassifier classifier) {
        beans.registerSingleton(name, classifier);
    }

    /** {@return what the parser makes of a file, whose mistakes are its own business} */
    static List<PropertySource<?>> parse(String yaml) {
        try {
            return new YamlPropertySourceLoader()
                    .load("fuzz", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static FuzzStart of(List<PropertySource<?>> file) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        file.forEach(environment.getPropertySources()::addFirst);
        ConfigurationPropertySources.attach(environment);
        BreakerSettings settings = BreakerSettings.of(environment, BEANS);
        StartupReport report = new StartupReport();
        // as the registries do it, and an annotation
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(settings::circuitBreaker, settings.timeSource());
        settings.instances(PolicyKind.CIRCUITBREAKER).forEach(breakers::circuitBreaker);
        breakers.circuitBreaker(UNHEARD_OF);
        for (PolicyKind kind : PolicyKind.values()) {
            settings.instances(kind).forEach(name -> Setting.config(kind, settings, name));
        }
        settings.inspect(report);
        new NeverTripping(settings.circuitBreakers()).report(breakers.all(), report);
        settings.endOfStartup(report);
        return new FuzzStart(settings, report.errors(), report.warnings());
    }
}
