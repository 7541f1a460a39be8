package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class DashboardHintsTest {

    @Test
    void everyFileOfThePageIsInANativeImage() {
        RuntimeHints hints = new RuntimeHints();

        new DashboardHints().registerHints(hints, null);

        assertThat(Asset.all().keySet())
                .hasSize(7)
                .allSatisfy(name -> assertThat(hints)
                        .matches(RuntimeHintsPredicates.resource().forResource("io/breaker/spring/dashboard/" + name)));
    }
}
