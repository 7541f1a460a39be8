package io.breaker.spring.config;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the settings of a properties object one after the other, each as its key, its value and the place where the value
 * belongs. A value that is not set is {@code null} and must leave its place alone.
 */
interface Applier {

    /** A number, duration, choice or switch. The place throws {@link IllegalArgumentException} outside its range. */
    <T> void value(String key, @Nullable T value, Consumer<? super T> place);

    /** A list of exception types. */
    void exceptions(
            String key,
            @Nullable List<Class<? extends Throwable>> value,
            Consumer<? super List<Class<? extends Throwable>>> place);

    /** The class of a predicate. */
    <T extends @Nullable Object> void predicate(
            String key, @Nullable Class<? extends Predicate<?>> value, Consumer<? super Predicate<T>> place);

    /** The name of a bean of one type. */
    <T> void bean(String key, @Nullable String value, Class<T> type, Consumer<? super BeanReference<T>> place);
}
