package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.StartupReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

@SuppressWarnings("unused") // fallbacks are called by name
class FallbackTest {

    static <B> void with(Class<B> bean, Use<B> use) {
        AopTestConfiguration.context(bean).run(context -> use.accept(context.getBean(bean)));
    }

    interface Use<B> {
        void accept(B bean) throws Throwable;
    }

    @Nested
    class Choice {

        static class Choosing {
            @CircuitBreaker(name = "choosing", fallbackMethod = "answer")
            String find(Throwable failure) throws Throwable {
                throw failure;
            }

            private String answer(Throwable failure, IOException thrown) {
                return "io";
            }

            private String answer(Throwable failure, FileNotFoundException thrown) {
                return "file";
            }

            private String answer(Throwable failure, CallNotPermittedException thrown) {
                return "open";
            }

            private String answer(Throwable failure, StackOverflowError thrown) {
                return "error";
            }
        }

        @Test
        void picksTheNearestExceptionType() {
            with(Choosing.class, bean -> {
                assertThat(bean.find(new FileNotFoundException() {})).isEqualTo("file");
                assertThat(bean.find(new IOException())).isEqualTo("io");
            });
        }

        @Test
        void doesNotDependOnTheOrderOfOverloads() throws Exception {
            FallbackMethod wide = accepting(IOException.class);
            FallbackMethod near = accepting(FileNotFoundException.class);
            for (List<FallbackMethod> order : List.of(List.of(wide, near), List.of(near, wide))) {
                Fallbacks fallbacks = new Fallbacks(order);
                assertThat(fallbacks.nearest(new FileNotFoundException())).isSameAs(near);
                assertThat(fallbacks.nearest(new IOException())).isSameAs(wide);
            }
        }

        private static FallbackMethod accepting(Class<?> exception) throws Exception {
            Method any = Choosing.class.getDeclaredMethod("answer", Throwable.class, IOException.class);
            return FallbackMethod.of(any, FallbackMethod.Shape.PARAMETERS_AND_EXCEPTION, exception, String.class);
        }

        @Test
        void rethrowsUnchangedWhatNoOverloadAccepts() {
            with(Choosing.class, bean -> {
                IllegalStateException unanswered = new IllegalStateException();
                assertThatThrownBy(() -> bean.find(unanswered))
                        .isSameAs(unanswered)
                        .hasNoSuppressedExceptions();
                CompletionException wrapper = new CompletionException(unanswered);
                assertThatThrownBy(() -> bean.find(wrapper)).isSameAs(wrapper);
            });
        }

        @Test
        void looksIntoWrappers() {
            with(Choosing.class, bean -> {
                assertThat(bean.find(new CompletionException(new IOException())))
                        .isEqualTo("io");
                assertThat(bean.find(new CompletionException(new ExecutionException(new FileNotFoundException()))))
                        .isEqualTo("file");
            });
        }

        @Test
        void answersErrorsIfAnOverloadTakesThem() {
            with(Choosing.class, bean -> {
                assertThat(bean.find(new StackOverflowError())).isEqualTo("error");
                assertThatThrownBy(() -> bean.find(new OutOfMemoryError())).isInstanceOf(OutOfMemoryError.class);
            });
        }

        @Test
        void answersRefusedCalls() {
            AopTestConfiguration.context(Choosing.class).run(context -> {
                context.getBean(CircuitBreakerRegistry.class)
                        .circuitBreaker("choosing")
                        .forceOpen();
                assertThat(choose(context.getBean(Choosing.class))).isEqualTo("open");
            });
        }

        private static String choose(Choosing bean) {
            try {
                return bean.find(new IOException());
            } catch (Throwable unexpected) {
                throw new AssertionError(unexpected);
            }
        }
    }

    @Nested
    class Shapes {

        static class Shaped extends Inherited implements Defaulting {
            @CircuitBreaker(name = "shapes", fallbackMethod = "parameters")
            String byParameters(String a, int b) {
                throw new IllegalStateException("no");
            }

            private String parameters(CharSequence a, Object b) {
                return a + "/" + b;
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "exception")
            CharSequence byException(String a, int b) {
                throw new IllegalStateException("no");
            }

            private String exception(RuntimeException thrown) {
                return "only " + thrown.getMessage();
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "wide")
            long widening(int a, Integer b, List<String> c) {
                throw new IllegalStateException("no");
            }

            Integer wide(long a, int b, Collection<? extends CharSequence> c, Throwable thrown) {
                return (int) a + b + c.size();
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "statically")
            @Nullable String viaStatic() {
                throw new IllegalStateException("no");
            }

            private static @Nullable String statically() {
                return null;
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "inherited")
            String viaSuperclass(String a) {
                throw new IllegalStateException("no");
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "byDefault")
            String viaInterface(String a) {
                throw new IllegalStateException("no");
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "nothing")
            void returningNothing(String... several) {
                throw new IllegalStateException("no");
            }

            private void nothing(String[] several, IllegalStateException thrown) {
                throw new UnsupportedOperationException(several[0]);
            }

            @CircuitBreaker(name = "shapes", fallbackMethod = "checked")
            String checked() throws IOException {
                throw new IllegalStateException("no");
            }

            private String checked(Throwable thrown) throws IOException {
                throw new IOException("from the fallback");
            }
        }

        static class Inherited {
            private String inherited(String a, Throwable thrown) {
                return "super " + a;
            }
        }

        interface Defaulting {
            default String byDefault(String a, Throwable thrown) {
                return "default " + a;
            }
        }

        @Test
        void takeWhatTheyAskFor() {
            with(Shaped.class, bean -> {
                assertThat(bean.byParameters("a", 2)).isEqualTo("a/2");
                assertThat(bean.byException("a", 2)).hasToString("only no");
                assertThat(bean.widening(1, 2, List.of("c"))).isEqualTo(4L);
            });
        }

        @Test
        void standWhereTheyLike() {
            with(Shaped.class, bean -> {
                assertThat(bean.viaStatic()).isNull();
                assertThat(bean.viaSuperclass("a")).isEqualTo("super a");
                assertThat(bean.viaInterface("a")).isEqualTo("default a");
            });
        }

        @Test
        void throwWhatTheyLike() {
            with(Shaped.class, bean -> {
                assertThatThrownBy(() -> bean.returningNothing("x"))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage("x");
                assertThatThrownBy(bean::checked).isInstanceOf(IOException.class);
            });
        }
    }

    @Nested
    class Generics {

        abstract static class Repository<K, V> {
            @CircuitBreaker(name = "generic", fallbackMethod = "answer")
            public V find(K key, List<K> others) {
                throw new IllegalStateException("no");
            }

            protected V answer(K key, List<K> others, IllegalStateException thrown) {
                throw new UnsupportedOperationException();
            }
        }

        static class Stocks extends Repository<String, Integer> {
            @Override
            protected Integer answer(String key, List<String> others, IllegalStateException thrown) {
                return key.length();
            }
        }

        @Test
        void areThoseOfTheBeansClass() {
            with(Stocks.class, bean -> assertThat(bean.find("four", List.of())).isEqualTo(4));
        }
    }

    @Nested
    class Receivers {

        static class Received {
            private final String field = String.valueOf("field"); // no constant: a proxy has none

            @CircuitBreaker(name = "receiver", fallbackMethod = "open")
            String viaOpen() {
                throw new IllegalStateException();
            }

            public String open(Throwable thrown) {
                return field;
            }

            @CircuitBreaker(name = "receiver", fallbackMethod = "closed")
            String viaFinal() {
                throw new IllegalStateException();
            }

            public final String closed() {
                return field;
            }
        }

        @Aspect
        static class Marking {
            @Around("execution(* io.breaker.spring.aop.FallbackTest.Receivers.Received.open(..))")
            Object mark(ProceedingJoinPoint point) throws Throwable {
                return point.proceed() + ", advised";
            }
        }

        @Test
        void areTheProxyForFallbacksThatAspectsCanSeeAndTheBeanForOthers() {
            AopTestConfiguration.context(Received.class, Marking.class).run(context -> {
                Received bean = context.getBean(Received.class);
                assertThat(bean.viaOpen()).isEqualTo("field, advised");
                assertThat(bean.viaFinal()).isEqualTo("field");
            });
        }

        interface Client {
            @CircuitBreaker(name = "client", fallbackMethod = "local")
            String fetch(String key);

            default String local(String key, Throwable thrown) {
                return "local " + key;
            }
        }

        static class Generating {
            @Bean
            Client client() {
                return (Client) Proxy.newProxyInstance(
                        Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, arguments) -> {
                            if (method.isDefault()) {
                                return MethodHandles.lookup()
                                        .unreflectSpecial(method, Client.class)
                                        .bindTo(proxy)
                                        .invokeWithArguments(arguments);
                            }
                            throw new IllegalStateException();
                        });
            }
        }

        @Test
        void mayBeGeneratedClients() {
            AopTestConfiguration.context(Generating.class).run(context -> {
                StartupReport report = new StartupReport();
                context.getBean(AnnotationInspector.class).inspect(report);
                assertThat(report.errors()).isEmpty();
                assertThat(report.warnings()).isEmpty();
                assertThat(context.getBean(Client.class).fetch("x")).isEqualTo("local x");
            });
        }
    }

    @Nested
    class Pooling {

        static class Pooled {
            int attempts;

            @Retry(name = "pooled", fallbackMethod = "afterRetries")
            @CircuitBreaker(name = "pooled", fallbackMethod = "whenOpen")
            String find(String key) {
                attempts++;
                throw new IllegalStateException("no");
            }

            private String afterRetries(String key, IllegalStateException thrown) {
                return "retried " + attempts;
            }

            private String whenOpen(String key, CallNotPermittedException open) {
                return "open";
            }
        }

        @Test
        void putsTheFallbacksOfBothAnnotationsOutsideBothPolicies() {
            AopTestConfiguration.context(Pooled.class).run(context -> {
                Pooled bean = context.getBean(Pooled.class);
                assertThat(bean.find("x")).isEqualTo("retried 3");
                context.getBean(CircuitBreakerRegistry.class)
                        .circuitBreaker("pooled")
                        .forceOpen();
                assertThat(bean.find("x")).isEqualTo("open");
            });
        }

        static class Inner {
            private int attempts;

            @Retry(name = "inner")
            @CircuitBreaker(name = "inner", fallbackMethod = "answer")
            String find() {
                attempts++;
                throw new IllegalStateException("no");
            }

            private String answer(Throwable thrown) {
                return "answered after " + attempts;
            }
        }

        @Test
        void fallbackOfTheBreakerDoesNotHideFailuresFromTheRetry() {
            AopTestConfiguration.context(Inner.class).run(context -> {
                assertThat(context.getBean(Inner.class).find()).isEqualTo("answered after 3");
                assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("inner")
                                .snapshot()
                                .failedCalls())
                        .isEqualTo(3);
            });
        }
    }
}
