package io.breaker.spring.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What is wrong with the properties, each thing once. Collected until the startup check asks; what comes up later, when a
 * new instance is made, is logged. Thread-safe.
 */
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private static final String PLACEHOLDER = "Give the placeholder a value, or a default as in ${name:default}.";

    private final Map<String, Problem> byMessage = new LinkedHashMap<>();
    private final Set<ConfigurationPropertyName> wrongProperties = new LinkedHashSet<>();
    private boolean closed;

    /** Notes a value that breaks a rule such as "must be at least 1". */
    void value(Written written, String rule) {
        value(written, rule, mend(written, rule));
    }

    void value(Written written, String rule, String action) {
        about(written.name(), written.key() + " is " + shown(written.value()) + ": " + rule, written.origin(), action);
    }

    /** Notes a value that names what cannot be had. Where it is a placeholder without a value, another name mends nothing. */
    void reference(Written written, String rule, String action) {
        value(written, rule, written.isUnresolved() ? PLACEHOLDER : action);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    /** Notes what is wrong with a property. */
    void about(ConfigurationPropertyName property, String message, @Nullable String origin, String action) {
        synchronized (byMessage) {
            wrongProperties.add(property);
        }
        add(message, origin, action);
    }

    /** {@return the properties below a name with which something is wrong} */
    List<ConfigurationPropertyName> below(ConfigurationPropertyName name) {
        synchronized (byMessage) {
            return wrongProperties.stream().filter(name::isAncestorOf).toList();
        }
    }

    void add(String message, @Nullable String origin, String action) {
        synchronized (byMessage) {
            if (!closed) {
                byMessage.putIfAbsent(message, new Problem(message, origin, action));
                return;
            }
        }
        log.warn("{} {}", message, action);
    }

    List<Problem> all() {
        synchronized (byMessage) {
            return List.copyOf(byMessage.values());
        }
    }

    List<Problem> close() {
        synchronized (byMessage) {
            closed = true;
            return all();
        }
    }

    static String mend(Written written, String rule) {
        if (written.isUnresolved()) {
            return PLACEHOLDER;
        }
        String wanted = rule.replaceFirst("^must not be ", "is not ").replaceFirst("^must be ", "is ");
        return "Give " + written.setting() + " a value that " + wanted + ", or remove it.";
    }
}
