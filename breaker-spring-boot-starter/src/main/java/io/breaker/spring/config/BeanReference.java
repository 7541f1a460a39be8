package io.breaker.spring.config;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object of the user's that is looked up on first use, so that reading the configuration makes no bean before its time.
 * Startup looks it up too, and reports what is wrong with it; until then, one that cannot be had is just not there.
 */
final class BeanReference<T> {

    private final String description;
    private final Supplier<T> lookup;
    private volatile @Nullable T found;

    BeanReference(String description, Supplier<T> lookup) {
        this.description = description;
        this.lookup = lookup;
    }

    @Nullable T get() {
        T known = found;
        return known != null ? known : look();
    }

    private @Nullable T look() {
        try {
            T made = lookup.get();
            found = made;
            return made;
        } catch (UnusableException reported) {
            return null;
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
