package io.breaker.benchmarks.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.ConfigurableApplicationContext;

/** The application does on each side what the benchmarks take it to do. */
class HostTest {

    @Test
    void guardsTheBeanByBreaker() {
        guards(Hosting.BREAKER, "breaker_circuitbreaker_calls_seconds_count{kind=\"successful\",name=\"closed\"} 3");
    }

    @Test
    void guardsTheBeanByResilience4j() {
        guards(
                Hosting.RESILIENCE4J,
                "resilience4j_circuitbreaker_calls_seconds_count{kind=\"successful\",name=\"closed\"} 3");
    }

    private static void guards(Hosting hosting, String meter) {
        try (ConfigurableApplicationContext context = Host.start(hosting)) {
            GuardedBean bean = context.getBean(GuardedBean.class);
            assertThat(AopUtils.isCglibProxy(bean)).isTrue();
            assertThat(bean.breaker()).isEqualTo("done");
            assertThat(bean.breakerWithFallback()).isEqualTo("done");
            assertThat(bean.retryAroundBreaker()).isEqualTo("done");
            assertThat(bean.fallbackAfterRejection()).isEqualTo("instead");
            String prometheus = context.getBean(PrometheusMeterRegistry.class).scrape();
            assertThat(prometheus)
                    .contains(meter)
                    .containsPattern("_retry_calls[a-z_]*\\{kind=\"successful_without_retry\",name=\"closed\"} 1")
                    .containsPattern("_not_permitted_calls[a-z_]*\\{kind=\"not_permitted\",name=\"open\"} 1");
            assertThat(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, Object.class))
                    .as("beans of the other side")
                    .noneMatch(name -> name.startsWith(
                            hosting == Hosting.BREAKER ? "io.github.resilience4j" : "io.breaker.spring"));
            assertThat(context.getBeansWithAnnotation(Endpoint.class).values())
                    .anyMatch(endpoint -> endpoint.getClass().getSimpleName().startsWith("CircuitBreaker"));
        }
    }

    @Test
    void putsOneInterceptorThatDoesNothingAroundTheFloor() {
        try (ConfigurableApplicationContext context = Host.start(Hosting.INTERCEPTOR)) {
            GuardedBean bean = context.getBean(GuardedBean.class);
            assertThat(((Advised) bean).getAdvisors()).hasSize(1);
            assertThat(bean.breaker()).isEqualTo("done");
        }
    }
}
