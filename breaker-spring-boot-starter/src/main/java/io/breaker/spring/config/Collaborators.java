package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

/** The objects of the user's that the configuration names. Thread-safe. */
final class Collaborators {

    private record Later(Written written, Runnable lookup) {}

    private final @Nullable ListableBeanFactory beans;
    private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();
    private final List<Later> checks = new ArrayList<>();

    Collaborators(@Nullable ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Notes a look-up to try when all beans are there. */
    void checkLater(Written written, Runnable lookup) {
        checks.add(new Later(written, lookup));
    }

    /** Tries the noted look-ups. */
    void check(Problems problems) {
        for (Later later : checks) {
            try {
                later.lookup.run();
            } catch (UnusableException unusable) {
                problems.reference(later.written, unusable.rule(), unusable.action());
            }
        }
    }

    /**
     * The bean of a type, else an object made by its constructor without parameters, always the same.
     *
     * @throws UnusableException if neither can be had
     */
    <T> T instance(Class<T> type) {
        if (beans != null && beans.getBeanNamesForType(type, true, false).length > 0) {
            return bean(beans, type);
        }
        Object known = made.get(type);
        return type.cast(known != null ? known : remember(type, make(type)));
    }

    /** The user's constructor has run outside any lock; of two threads, the first one's object is kept. */
    private Object remember(Class<?> type, Object fresh) {
        Object other = made.putIfAbsent(type, fresh);
        return other != null ? other : fresh;
    }

    private static <T> T bean(ListableBeanFactory beans, Class<T> type) {
        try {
            return beans.getBean(type);
        } catch (NoUniqueBeanDefinitionException several) {
            throw new UnusableException(
                    "there are several beans of that type", "Mark one of them as @Primary, or keep one.");
        } catch (BeansException failed) {
            throw new UnusableException(
                    "the bean of that type cannot be made, " + failed.getMessage(), "Mend the bean.");
        }
    }

    private static Object make(Class<?> type) {
        try {
            return BeanUtils.instantiateClass(type);
        } catch (BeansException failed) {
            Throwable root = failed.getRootCause();
            String cause = root == null ? String.valueOf(failed.getMessage()) : root.toString();
            throw new UnusableException(
                    "there is no bean of that type, and its constructor without parameters cannot be called (" + cause
                            + ")",
                    "Declare a bean of that type, or give the class a constructor without parameters that works.");
        }
    }

    /**
     * The bean of a name.
     *
     * @throws UnusableException if there is none, or it is of another type
     */
    <T> T bean(String name, Class<T> type) {
        if (beans == null || !beans.containsBean(name)) {
            String[] known = beans == null ? new String[0] : beans.getBeanNamesForType(type, true, false);
            throw new UnusableException("there is no bean of that name", declare(name, type, known));
        }
        if (!beans.isTypeMatch(name, type)) {
            throw new UnusableException(
                    "must be the name of a bean of type " + type.getSimpleName(),
                    "Let the bean implement " + type.getName() + ", or name another.");
        }
        try {
            return beans.getBean(name, type);
        } catch (BeansException failed) {
            throw new UnusableException("the bean cannot be made, " + failed.getMessage(), "Mend the bean.");
        }
    }

    private static String declare(String name, Class<?> type, String[] known) {
        String near = Nearest.to(name, Arrays.asList(known))
                .map(other -> "Did you mean " + other + "? ")
                .orElse("");
        String all = known.length == 0 ? "There are none yet." : "There are: " + String.join(", ", known) + ".";
        return near + "It takes a bean of type " + type.getName() + ". " + all;
    }
}
