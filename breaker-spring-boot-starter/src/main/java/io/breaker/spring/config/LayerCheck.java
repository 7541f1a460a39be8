package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Looks at what one config or instance says itself, so that a mistake is named where it is written and not again for each
 * instance that inherits it.
 */
final class LayerCheck implements Applier {

    private final PropertyView view;
    private final ConfigurationPropertyName layer;
    private final Collaborators collaborators;
    private final Problems problems;

    LayerCheck(PropertyView view, ConfigurationPropertyName layer, Collaborators collaborators, Problems problems) {
        this.view = view;
        this.layer = layer;
        this.collaborators = collaborators;
        this.problems = problems;
    }

    @Override
    public <T> void value(String key, @Nullable T value, Consumer<? super T> place) {
        Written written = view.read(layer.append(key));
        if (value == null || written == null) {
            return;
        }
        try {
            place.accept(value);
        } catch (IllegalArgumentException refused) {
            problems.value(written, Rules.ruleIn(refused));
        }
    }

    @Override
    public void exceptions(
            String key,
            @Nullable List<Class<? extends Throwable>> value,
            Consumer<? super List<Class<? extends Throwable>>> place) {
        ConfigurationPropertyName name = layer.append(key);
        Set<ConfigurationPropertyName> listed = view.listed(name);
        List<Written> pieces = pieces(name, listed);
        List<Class<?>> classes = new ArrayList<>();
        pieces.forEach(piece -> {
            Class<?> type = loaded(piece, Throwable.class);
            if (type != null) {
                classes.add(type);
            }
        });
        boolean isNoted = checkGaps(name, listed, pieces) || classes.size() < pieces.size();
        if (!isNoted && !listed.isEmpty() && isLost(classes, value)) {
            Written written = view.read(listed.iterator().next());
            if (written != null) {
                problems.value(written, "must be a list of classes");
            }
        }
    }

    /** Whatever Spring made of a list: it is nothing, or something else than what is written. */
    private static boolean isLost(List<Class<?>> classes, @Nullable List<Class<? extends Throwable>> value) {
        return value == null
                || (!classes.isEmpty()
                        && !classes.equals(
                                value.stream().filter(Objects::nonNull).toList()));
    }

    /** Each class by itself, whether they stand in one value or in a list. */
    private List<Written> pieces(ConfigurationPropertyName name, Set<ConfigurationPropertyName> listed) {
        List<Written> pieces = new ArrayList<>();
        Written whole = listed.contains(name) ? view.read(name) : null;
        if (whole != null) {
            for (String piece : StringUtils.commaDelimitedListToStringArray(view.string(name))) {
                pieces.add(new Written(name, whole.key(), piece.trim(), whole.origin()));
            }
            pieces.removeIf(piece -> piece.value().isEmpty());
            return pieces;
        }
        ConfigurationPropertyName next = name.append("[0]");
        Written element = listed.contains(next) ? view.read(next) : null;
        while (element != null) {
            pieces.add(replaced(element));
            next = name.append("[" + pieces.size() + "]");
            element = listed.contains(next) ? view.read(next) : null;
        }
        return pieces;
    }

    /** With what its placeholders stand for as its value. */
    private Written replaced(Written element) {
        String value = view.string(element.name());
        return value == null ? element : new Written(element.name(), element.key(), value.trim(), element.origin());
    }

    /** {@return whether there are elements that Spring does not come to} */
    private boolean checkGaps(
            ConfigurationPropertyName name, Set<ConfigurationPropertyName> listed, List<Written> pieces) {
        Set<ConfigurationPropertyName> lost = new LinkedHashSet<>(listed);
        lost.remove(name);
        pieces.forEach(piece -> lost.remove(piece.name()));
        lost.stream().map(view::read).forEach(written -> {
            if (written != null) {
                problems.value(
                        written,
                        "the elements before it are missing",
                        "Write the whole list in one place, counted from [0] without gaps.");
            }
        });
        return !lost.isEmpty();
    }

    @Override
    public <T extends @Nullable Object> void predicate(
            String key, @Nullable Class<? extends Predicate<?>> value, Consumer<? super Predicate<T>> place) {
        Written written = view.read(layer.append(key));
        String name = view.string(layer.append(key));
        if (written != null && name == null && value == null) {
            problems.value(written, "must be the name of a class");
        }
        if (written == null || name == null || name.isBlank()) {
            return;
        }
        Class<?> type =
                loaded(new Written(written.name(), written.key(), name.trim(), written.origin()), Predicate.class);
        if (type != null) {
            collaborators.checkLater(written, () -> collaborators.instance(type));
        }
    }

    @Override
    public <T> void bean(String key, @Nullable String value, Class<T> type, Consumer<? super BeanReference<T>> place) {
        Written written = view.read(layer.append(key));
        if (written != null && value != null && !value.isBlank()) {
            collaborators.checkLater(written, () -> collaborators.bean(value, type));
        }
    }

    private @Nullable Class<?> loaded(Written written, Class<?> expected) {
        String name = written.value();
        try {
            Class<?> type = ClassUtils.forName(name, ClassUtils.getDefaultClassLoader());
            if (expected.isAssignableFrom(type)) {
                return type;
            }
            problems.value(
                    written,
                    "must be a " + expected.getSimpleName(),
                    "Name a class that " + (expected.isInterface() ? "implements " : "extends ") + expected.getName()
                            + ".");
        } catch (ClassNotFoundException | LinkageError missing) {
            problems.reference(
                    written,
                    "there is no such class",
                    "Write the full name of a class on the class path, its package included.");
        }
        return null;
    }
}
