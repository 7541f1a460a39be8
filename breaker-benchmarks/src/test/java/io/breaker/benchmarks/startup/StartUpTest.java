package io.breaker.benchmarks.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartUpTest {

    @Test
    void startsTheApplicationWithAGuardedBean() {
        assertThat(StartUp.output(Variant.BREAKER))
                .containsPattern("started in ms: [0-9]+, beans: [0-9]+, bean: BreakerBean\\$\\$");
    }

    @Test
    void startsTheFloorWithAnInterceptorAroundItsBean() {
        assertThat(StartUp.output(Variant.INTERCEPTOR)).contains("bean: PlainBean$$");
    }

    @Test
    void startsTheApplicationWithoutAStarterWithABareBean() {
        assertThat(StartUp.output(Variant.WITHOUT)).containsPattern("bean: PlainBean\\R");
    }

    /** Here, where all is on the class path. */
    @Test
    void refusesToRunAsAVariantThatMustNotHaveWhatIsThere() {
        assertThatThrownBy(() -> StartedApplication.main("WITHOUT"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the variant 'without a starter' must not have BREAKER on its class path");
    }

    @Test
    void refusesToRunAsAVariantWhoseStarterIsMissing() {
        assertThatThrownBy(() -> Variant.BREAKER.check(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the variant 'Breaker's starter' needs BREAKER on its class path");
    }
}
