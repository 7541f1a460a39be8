package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.spring.dashboard.Dashboard;
import io.breaker.spring.dashboard.DashboardControls;
import io.breaker.spring.dashboard.DashboardPage;
import io.breaker.spring.dashboard.ReactiveStream;
import io.breaker.spring.dashboard.ServletStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class BreakerDashboardConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(BreakerAutoConfiguration.class);

    private final WebApplicationContextRunner mvc = new WebApplicationContextRunner()
            .withConfiguration(OURS)
            .withUserConfiguration(BreakerDashboardConfiguration.class);

    private final ReactiveWebApplicationContextRunner webFlux = new ReactiveWebApplicationContextRunner()
            .withConfiguration(OURS)
            .withUserConfiguration(BreakerDashboardConfiguration.class);

    @ParameterizedTest
    @ValueSource(strings = {"unrelated=true", "breaker.dashboard.enabled=false", "breaker.dashboard.controls=true"})
    void withoutTheSwitchThereIsNothing(String property) {
        mvc.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Dashboard.class)
                        .doesNotHaveBean(DashboardPage.class)
                        .doesNotHaveBean(ServletStream.class)
                        .doesNotHaveBean(DashboardControls.class));
        webFlux.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Dashboard.class)
                        .doesNotHaveBean(DashboardPage.class)
                        .doesNotHaveBean(ReactiveStream.class)
                        .doesNotHaveBean(DashboardControls.class));
    }

    @Test
    void eachKindOfWebApplicationHasItsOwnStream() {
        mvc.withPropertyValues("breaker.dashboard.enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(DashboardPage.class)
                        .hasSingleBean(ServletStream.class)
                        .doesNotHaveBean(ReactiveStream.class)
                        .doesNotHaveBean(DashboardControls.class));
        webFlux.withPropertyValues("breaker.dashboard.enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(DashboardPage.class)
                        .hasSingleBean(ReactiveStream.class)
                        .doesNotHaveBean(ServletStream.class)
                        .doesNotHaveBean(DashboardControls.class));
    }

    @Test
    void thereAreButtonsWhereTheyAreAskedFor() {
        mvc.withPropertyValues("breaker.dashboard.enabled=true", "breaker.dashboard.controls=true")
                .run(context -> assertThat(context).hasSingleBean(DashboardControls.class));
        webFlux.withPropertyValues("breaker.dashboard.enabled=true", "breaker.dashboard.controls=true")
                .run(context -> assertThat(context).hasSingleBean(DashboardControls.class));
    }

    @Test
    void applicationsWithoutAWebServerHaveNoPage() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(BreakerDashboardConfiguration.class)
                .withPropertyValues("breaker.dashboard.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Dashboard.class));
    }
}
