package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.ExceptionClassifier;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Walks all settings of a builder by reflection, so that a new one cannot be forgotten. */
public final class BuilderFields {

    private BuilderFields() {}

    public static List<Field> of(Class<?> builder) {
        List<Field> fields = Arrays.stream(builder.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .toList();
        assertThat(fields).isNotEmpty();
        fields.forEach(field -> field.setAccessible(true));
        return fields;
    }

    /** Sets every field, through the method of its name, to something that is not its default. */
    public static void setAll(Object builder) throws ReflectiveOperationException {
        for (Field field : of(builder.getClass())) {
            Object before = field.get(builder);
            setter(builder.getClass(), field.getName()).invoke(builder, sample(field, before));
            assertThat(field.get(builder)).as(field.getName()).isNotNull().isNotEqualTo(before);
        }
    }

    private static Method setter(Class<?> builder, String name) {
        return Arrays.stream(builder.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isVarArgs())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method " + name));
    }

    private static Object sample(Field field, @Nullable Object before) {
        Class<?> type = field.getType();
        if (type == boolean.class) {
            return !Boolean.TRUE.equals(before);
        } else if (type == double.class) {
            return field.getName().endsWith("Factor") ? 0.25 : 33.5;
        } else if (type == int.class || type == Integer.class) {
            return 7;
        } else if (type == Duration.class) {
            return Duration.ofSeconds(77);
        } else if (type == SlidingWindowType.class) {
            return SlidingWindowType.TIME_BASED;
        } else if (type == State.class) {
            return before == State.CLOSED ? State.OPEN : State.CLOSED;
        } else if (type == List.class) {
            return List.of(IOException.class);
        } else if (type == Predicate.class) {
            Predicate<Object> predicate = value -> true;
            return predicate;
        } else if (type == Function.class) {
            Function<Object, @Nullable Object> function = value -> null;
            return function;
        } else if (type == UnaryOperator.class) {
            UnaryOperator<Object> operator = value -> value;
            return operator;
        } else if (type == ExceptionClassifier.class) {
            ExceptionClassifier classifier = thrown -> true;
            return classifier;
        }
        throw new AssertionError("no sample for " + field);
    }

    /** The accessor of a configuration that carries the field's name. */
    public static @Nullable Object read(Object config, Field field) throws ReflectiveOperationException {
        return config.getClass().getMethod(field.getName()).invoke(config);
    }
}
