package io.breaker.spring.config;

import io.breaker.circuitbreaker.ExceptionClassifier;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Values for settings: number 0 is the default, each other one differs from the one before. */
final class Samples {

    private static final List<Class<? extends Throwable>> EXCEPTIONS = List.of(
            IOException.class,
            TimeoutException.class,
            IllegalStateException.class,
            ArithmeticException.class,
            OutOfMemoryError.class);
    private static final List<Class<?>> PREDICATES =
            List.of(First.class, Second.class, Third.class, Fourth.class, Fifth.class);

    private Samples() {}

    /** {@return the sample as somebody writes it} */
    static String written(Setting setting, int number) {
        Object value = expected(setting, number);
        if (value instanceof Duration duration) {
            return duration.toMillis() % 2 == 0 ? duration.toMillis() + "ms" : String.valueOf(duration.toMillis());
        }
        return value instanceof List<?> classes ? ((Class<?>) classes.get(0)).getName() : String.valueOf(value);
    }

    /** {@return the sample as it must arrive} */
    static @Nullable Object expected(Setting setting, int number) {
        Object normal = setting.codeDefault();
        if (number == 0) {
            return normal;
        }
        Class<?> type = setting.type();
        if (setting.key().equals("virtual-threads-enabled") && Runtime.version().feature() < 21) {
            return false; // true is an error there
        }
        if (type == Boolean.class) {
            return Boolean.TRUE.equals(normal) == (number % 2 == 0);
        }
        if (type.isEnum()) {
            return choice(type, normal, number);
        }
        if (type == Double.class) {
            return setting.key().equals("randomized-wait-factor") ? number / 10.0 : 10.0 + number;
        }
        if (type == List.class) {
            return List.of(EXCEPTIONS.get(number - 1));
        }
        if (type == Class.class) {
            return PREDICATES.get(number - 1).getName();
        }
        int offset = setting.key().startsWith("max-thread") ? 200 : 100; // at least as many as in the core
        return type == Integer.class ? (Object) (offset + number) : text(type, number);
    }

    private static Object text(Class<?> type, int number) {
        return type == Duration.class ? Duration.ofMillis(7000 + number) : "classifier" + number;
    }

    private static Object choice(Class<?> type, @Nullable Object normal, int number) {
        List<?> choices = Arrays.asList(type.getEnumConstants());
        List<String> names = choices.stream().map(Object::toString).toList();
        int index = (names.indexOf(String.valueOf(normal)) + number) % names.size();
        return normal instanceof String ? names.get(index) : choices.get(index);
    }

    /** {@return the name of the bean behind a classifier, which trips for its own name alone} */
    static @Nullable String nameOf(ExceptionClassifier classifier) {
        for (int number = 1; number <= 5; number++) {
            if (classifier.shouldTrip(new Exception("classifier" + number))) {
                return "classifier" + number;
            }
        }
        return null;
    }

    private static ExceptionClassifier classifier(int number) {
        return thrown -> ("classifier" + number).equals(thrown.getMessage());
    }

    static class First implements Predicate<Object> {
        @Override
        public boolean test(@Nullable Object value) {
            return true;
        }
    }

    static final class Second extends First {}

    static final class Third extends First {}

    static final class Fourth extends First {}

    static final class Fifth extends First {}

    @Configuration(proxyBeanMethods = false)
    static class Classifiers {
        @Bean
        ExceptionClassifier classifier1() {
            return classifier(1);
        }

        @Bean
        ExceptionClassifier classifier2() {
            return classifier(2);
        }

        @Bean
        ExceptionClassifier classifier3() {
            return classifier(3);
        }

        @Bean
        ExceptionClassifier classifier4() {
            return classifier(4);
        }

        @Bean
        ExceptionClassifier classifier5() {
            return classifier(5);
        }
    }
}
