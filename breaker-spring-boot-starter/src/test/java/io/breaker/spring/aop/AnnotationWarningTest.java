package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import io.breaker.spring.config.UsedElsewhere;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Lazy;

@SuppressWarnings("unused") // fallbacks are called by name
class AnnotationWarningTest {

    private static List<Problem> warnings(Class<?>... beans) {
        return AnnotationInspectorTest.inspect(AopTestConfiguration.context(beans))
                .warnings();
    }

    @Nested
    class SelfCallsAre {

        static class Calling {
            @Autowired
            @Lazy
            @Nullable Calling self;

            @CircuitBreaker(name = "a")
            String find(String a, long b, boolean c) {
                return a;
            }

            String direct(boolean flag) {
                return this.find(flag ? "x" : String.valueOf(2L), flag ? 1L : 2L, !flag);
            }

            Supplier<String> lambda() {
                return () -> find("a", 1, true);
            }

            Three reference() {
                return this::find;
            }

            String throughTheProxy(Calling other) {
                return self == null ? "" : self.find("a", 1, true) + other.find("a", 1, true);
            }

            Three proxyReference() {
                return Objects.requireNonNull(self)::find;
            }
        }

        interface Three {
            String find(String a, long b, boolean c);
        }

        @Test
        void reportedWithTheirLineAndTheRemedy() {
            List<Problem> warnings = warnings(Calling.class);
            assertThat(warnings)
                    .extracting(Problem::message)
                    .containsExactlyInAnyOrder(message("direct"), message("lambda"), message("reference"));
            assertThat(warnings).allSatisfy(problem -> {
                assertThat(problem.origin()).matches("AnnotationWarningTest\\.java:\\d+");
                assertThat(problem.action()).contains("another bean").contains("@Lazy");
            });
        }

        private static String message(String caller) {
            String calling = "io.breaker.spring.aop.AnnotationWarningTest.SelfCallsAre.Calling.";
            return calling + caller + "() calls find(String, long, boolean) on its own object, past the proxy:"
                    + " @CircuitBreaker does not apply to that call";
        }

        static class Overriding extends Calling {
            @Override
            @CircuitBreaker(name = "b")
            String find(String a, long b, boolean c) {
                return super.find(a, b, c);
            }
        }

        @Test
        void notCallsOfSuper() {
            assertThat(warnings(Overriding.class))
                    .extracting(Problem::message)
                    .noneMatch(text -> text.contains("Overriding.find"));
        }

        @CircuitBreaker(name = "a")
        static class OnClass {
            public void outer() {
                inner();
            }

            public void inner() {}

            void unguarded() {
                inner();
            }
        }

        @Test
        void notCallsBetweenMethodsThatTheClassGuardsAlike() {
            assertThat(warnings(OnClass.class))
                    .extracting(Problem::message)
                    .singleElement()
                    .asString()
                    .contains("unguarded()");
        }
    }

    @Nested
    class Instances {

        static class Named {
            @CircuitBreaker(name = "redis")
            void run() {}
        }

        private static ApplicationContextRunner application(Class<?> bean) {
            return new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(AopAutoConfiguration.class, BreakerAutoConfiguration.class))
                    .withUserConfiguration(bean);
        }

        private static StartupReport compare(String used, Set<String> configured) throws Exception {
            Method method = Named.class.getDeclaredMethod("run");
            InstanceUse use = new InstanceUse();
            use.add(PolicyKind.CIRCUITBREAKER, used, new GuardedMethod(method, Named.class, List.of()));
            StartupReport report = new StartupReport();
            use.compare(PolicyKind.CIRCUITBREAKER, configured, report);
            return report;
        }

        @Test
        void thatNobodyConfiguresWhileANearNameIsAreSuspicious() throws Exception {
            for (String near : List.of("Redis", "re-dis", "RE_DIS", "redsi", "rediss", "reds")) {
                assertThat(compare("redis", Set.of(near, "payments")).warnings())
                        .extracting(problem -> problem.message() + " -> " + problem.action())
                        .hasSize(2)
                        .contains(
                                "io.breaker.spring.aop.AnnotationWarningTest.Instances.Named.run(): @CircuitBreaker names"
                                        + " \"redis\", which breaker.circuitbreaker.instances does not configure, whereas it configures \""
                                        + near
                                        + "\". -> Write \"" + near + "\" if that is meant; else configure"
                                        + " breaker.circuitbreaker.instances.redis.");
            }
        }

        @Test
        void thatNobodyConfiguresAreFineWithoutANearName() throws Exception {
            assertThat(compare("redis", Set.of()).warnings()).isEmpty();
            assertThat(compare("redis", Set.of("redis")).warnings()).isEmpty();
        }

        @Test
        void thatNoAnnotationUsesAreReported() throws Exception {
            assertThat(compare("redis", Set.of("redis", "payments")).warnings())
                    .singleElement()
                    .extracting(Problem::message)
                    .isEqualTo("breaker.circuitbreaker.instances.payments: no annotation uses it.");
        }

        static class Pay {
            @Bulkhead(name = "pay")
            void run() {}
        }

        @Test
        void ofThreadPoolsAreNotUsedByABulkheadOfSemaphores() {
            StartupReport report = new StartupReport();
            application(Pay.class)
                    .withPropertyValues("breaker.thread-pool-bulkhead.instances.pay.queue-capacity=5")
                    .run(context -> context.getBean(AnnotationInspector.class).inspect(report));

            assertThat(report.warnings()).singleElement().satisfies(problem -> {
                assertThat(problem.message())
                        .isEqualTo("breaker.thread-pool-bulkhead.instances.pay: no annotation uses it.");
                assertThat(problem.action())
                        .isEqualTo(
                                "Remove it, or name it in a @Bulkhead(type = THREAD_POOL); leave it if your code looks"
                                        + " it up in the registry.");
            });
        }

        @Test
        void thatOthersUseAreNotReported() {
            StartupReport report = new StartupReport();
            application(Named.class)
                    .withBean(UsedElsewhere.class, () -> new UsedElsewhere(PolicyKind.CIRCUITBREAKER))
                    .withPropertyValues(
                            "breaker.circuitbreaker.instances.payments.failure-rate-threshold=5",
                            "breaker.circuitbreaker.instances.redsi.failure-rate-threshold=5",
                            "breaker.retry.instances.payments.max-attempts=5")
                    .run(context -> context.getBean(AnnotationInspector.class).inspect(report));

            assertThat(report.warnings())
                    .extracting(Problem::message)
                    .satisfiesExactlyInAnyOrder(
                            text -> assertThat(text)
                                    .contains("names \"redis\", which breaker.circuitbreaker.instances"),
                            text -> assertThat(text)
                                    .isEqualTo("breaker.retry.instances.payments: no annotation uses it."));
        }
    }
}
