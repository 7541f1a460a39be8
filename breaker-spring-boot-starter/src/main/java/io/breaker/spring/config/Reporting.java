package io.breaker.spring.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Notes and leaves out what cannot be bound. */
final class Reporting implements BindHandler {

    // Bound layer by layer.
    private static final Set<String> SECTIONS = Set.of("configs", "instances");

    private final PropertyView view;
    private final Problems problems;

    Reporting(PropertyView view, Problems problems) {
        this.view = view;
        this.problems = problems;
    }

    @Override
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        boolean section = name.getNumberOfElements() == 3 && SECTIONS.contains(name.getLastElement(Form.UNIFORM));
        return section ? null : target;
    }

    /** Spring cuts the fraction off where a number in a file must become a whole one, and counts choices from 0. */
    @Override
    public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        Written written = result instanceof Integer || result instanceof Enum<?> ? view.read(name) : null;
        if (written != null
                && (result instanceof Integer ? Rules.hasFraction(written.value()) : Rules.isNumber(written.value()))) {
            problems.value(written, String.valueOf(Rules.of(result.getClass(), written.value())));
        }
        return result;
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
        Class<?> type = target.getType().resolve(Object.class);
        Written written = view.read(name);
        String rule = written == null ? null : Rules.of(type, written.value());
        // No rule: classes are looked at one by one elsewhere, and so is a value in the place of a map.
        if (written != null && rule != null) {
            problems.value(written, rule);
        }
        return null;
    }
}
