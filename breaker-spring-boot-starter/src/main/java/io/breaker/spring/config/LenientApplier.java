package io.breaker.spring.config;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts settings into their places and leaves out what does not fit. The startup report names it. */
final class LenientApplier implements Applier {

    private final Collaborators collaborators;

    LenientApplier(Collaborators collaborators) {
        this.collaborators = collaborators;
    }

    @Override
    public <T> void value(String key, @Nullable T value, Consumer<? super T> place) {
        if (value == null) {
            return;
        }
        try {
            place.accept(value);
        } catch (IllegalArgumentException reported) {
            // The place keeps its default until the startup check stops the application.
        }
    }

    @Override
    public void exceptions(
            String key,
            @Nullable List<Class<? extends Throwable>> value,
            Consumer<? super List<Class<? extends Throwable>>> place) {
        if (value != null) {
            // Binding does not look at type parameters, and makes null of what stands between two commas.
            place.accept(value.stream()
                    .filter(type -> type != null && Throwable.class.isAssignableFrom(type))
                    .toList());
        }
    }

    @Override
    public <T extends @Nullable Object> void predicate(
            String key, @Nullable Class<? extends Predicate<?>> value, Consumer<? super Predicate<T>> place) {
        if (value != null && Predicate.class.isAssignableFrom(value)) {
            place.accept(new NamedPredicate<>(new BeanReference<>(value.getName(), () -> instance(value))));
        }
    }

    @SuppressWarnings("unchecked") // what a predicate is asked about is known to the user alone
    private <T extends @Nullable Object> Predicate<T> instance(Class<? extends Predicate<?>> type) {
        return (Predicate<T>) collaborators.instance(type);
    }

    @Override
    public <T> void bean(String key, @Nullable String value, Class<T> type, Consumer<? super BeanReference<T>> place) {
        if (value != null && !value.isBlank()) {
            place.accept(new BeanReference<>(value, () -> collaborators.bean(value, type)));
        }
    }

    /** A predicate that is looked up when it is first asked. */
    private record NamedPredicate<T extends @Nullable Object>(BeanReference<Predicate<T>> reference)
            implements Predicate<T>, FromProperties {

        @Override
        public boolean test(T value) {
            Predicate<T> predicate = reference.get();
            return predicate != null && predicate.test(value);
        }

        @Override
        public String written() {
            return reference.toString();
        }

        @Override
        public String toString() {
            return written();
        }
    }
}
