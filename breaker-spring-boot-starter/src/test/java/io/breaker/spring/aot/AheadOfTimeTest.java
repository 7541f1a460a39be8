package io.breaker.spring.aot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.config.BreakerStartupException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

@CompileWithForkedClassLoader // generated classes stand in the packages of what they make
class AheadOfTimeTest {

    private static final TestPropertyValues PROPERTIES = TestPropertyValues.of(
            "breaker.retry.instances.stock.wait-duration=0",
            "breaker.retry.instances.stock.max-attempts=2",
            "breaker.circuitbreaker.instances.stock.failure-rate-threshold=10");

    /** Processes an application, compiles what was generated, and starts that in place of the configuration classes. */
    @SuppressWarnings("unchecked")
    private static void run(Class<?> application, BiConsumer<GenericApplicationContext, RuntimeHints> consumer) {
        TestGenerationContext generation = new TestGenerationContext();
        try (AnnotationConfigApplicationContext written = new AnnotationConfigApplicationContext()) {
            PROPERTIES.applyTo(written);
            written.register(application);
            new ApplicationContextAotGenerator().processAheadOfTime(written, generation);
        }
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            ApplicationContextInitializer<GenericApplicationContext> initializer =
                    compiled.getInstance(ApplicationContextInitializer.class);
            try (GenericApplicationContext started = new GenericApplicationContext()) {
                PROPERTIES.applyTo(started);
                initializer.initialize(started);
                started.refresh();
                consumer.accept(started, generation.getRuntimeHints());
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({BreakerAutoConfiguration.class, AopAutoConfiguration.class})
    static class Application {
        @Bean
        Stock stock() {
            return new Stock();
        }
    }

    static class Stock extends Base {

        private int calls;

        @Retry(name = "stock")
        @CircuitBreaker(name = "stock", fallbackMethod = "unknown")
        String find(String id) {
            calls++;
            throw new IllegalStateException("down");
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name; the type is what matters
        private String unknown(String id, IllegalStateException down) {
            return id + " unknown after " + calls + other();
        }

        @SuppressWarnings("UnusedMethod") // no fallback: it does not fit
        private String unknown(int number) {
            return "no. " + number;
        }

        private String other() {
            return "";
        }
    }

    static class Base {
        @SuppressWarnings("UnusedMethod") // called by name
        private String unknown(String id, Throwable other) {
            return id + " unknown: " + other;
        }
    }

    @Test
    void policiesFallbacksAndPropertiesWorkInAProcessedApplication() {
        run(Application.class, (context, hints) -> {
            assertThat(context.getBean(Stock.class).find("7")).isEqualTo("7 unknown after 2");
            io.breaker.circuitbreaker.CircuitBreaker breaker =
                    context.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock");
            assertThat(breaker.snapshot().failedCalls()).isEqualTo(2);
            assertThat(breaker.config().failureRateThreshold()).isEqualTo(10);
            breaker.open();
            assertThat(context.getBean(Stock.class).find("8"))
                    .startsWith("8 unknown: ")
                    .contains("CallNotPermitted");
        });
    }

    @Test
    void fallbacksAreNotedAsCalledByReflectionThoseOfSuperclassesToo() {
        run(Application.class, (context, hints) -> {
            assertThat(noted(Stock.class, hints)).containsOnlyOnce("unknown").doesNotContain("other");
            assertThat(noted(Base.class, hints)).containsExactly("unknown");
        });
    }

    private static List<String> noted(Class<?> type, RuntimeHints hints) {
        TypeHint hint = Objects.requireNonNull(hints.reflection().getTypeHint(type));
        return hint.methods().map(ExecutableHint::getName).toList();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({BreakerAutoConfiguration.class, AopAutoConfiguration.class})
    static class Misspelt {
        @Bean
        MisspeltStock stock() {
            return new MisspeltStock();
        }
    }

    static class MisspeltStock {
        @CircuitBreaker(name = "stock", fallbackMethod = "unknwon")
        String find(String id) {
            return id;
        }

        @SuppressWarnings("UnusedMethod") // meant to be called by name
        private String unknown(String id) {
            return id;
        }
    }

    @Test
    void aMisspeltFallbackFailsTheBuild() {
        assertThatThrownBy(() -> run(Misspelt.class, (context, hints) -> {}))
                .hasRootCauseInstanceOf(BreakerStartupException.class)
                .rootCause()
                .hasMessageContaining("MisspeltStock.find(String)")
                .hasMessageContaining("unknwon")
                .hasMessageContaining("Did you mean \"unknown\"?");
    }
}
