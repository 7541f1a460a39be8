package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.InMemoryFleetStore;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code breaker.fleet.*}, and what it takes to be in a fleet. */
@ExtendWith(OutputCaptureExtension.class)
class FleetPropertiesTest {

    @Test
    void everySetterHasItsLineInApply() {
        Set<String> setters = Stream.of(FleetProperties.class.getMethods())
                .filter(method -> method.getName().startsWith("set"))
                .map(method ->
                        DataObjectPropertyName.toDashedForm(method.getName().substring(3)))
                .collect(Collectors.toSet());

        assertThat(Keys.ofFleet().scalars()).containsExactlyInAnyOrderElementsOf(setters);
    }

    @Test
    void eachPropertyArrivesInItsPlace() {
        FleetSettings fleet = YamlApplication.settings("""
                breaker.fleet:
                  prefix: shop
                  scope: zone-a
                  connection: fleetRedis
                  instanceId: pod-7
                  sync-interval: 500ms
                  lease_duration: 7s
                  quorum-minimum: 3
                  quorum-fraction: 0.25
                  detach-after: 4s
                  command-timeout: 50
                  startup-timeout: 0
                """).fleet();

        assertThat(fleet.prefix()).isEqualTo("shop");
        assertThat(fleet.scope()).isEqualTo("zone-a");
        assertThat(fleet.connection()).isEqualTo("fleetRedis");
        assertThat(fleet.startupTimeout()).isZero();
        assertThat(fleet.config()).satisfies(config -> {
            assertThat(config.instanceId()).isEqualTo("pod-7");
            assertThat(config.syncInterval()).hasMillis(500);
            assertThat(config.leaseDuration()).hasSeconds(7);
            assertThat(config.quorumMinimum()).isEqualTo(3);
            assertThat(config.quorumFraction()).isEqualTo(0.25);
            assertThat(config.detachAfter()).hasSeconds(4);
            assertThat(config.commandTimeout()).hasMillis(50);
        });
    }

    @Test
    void anEmptyScopeIsNone() {
        assertThat(YamlApplication.settings("breaker.fleet.scope: ${ZONE_THAT_NOBODY_HAS:}")
                        .fleet()
                        .scope())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${POD_THAT_NOBODY_HAS:}", "  "})
    void aBlankInstanceIdOrConnectionIsNotSet(String blank) {
        FleetSettings fleet = YamlApplication.settings(
                        "breaker.fleet: { instance-id: \"" + blank + "\", connection: \"" + blank + "\" }")
                .fleet();

        assertThat(fleet.config().instanceId()).matches("\\S+-[0-9a-f]{8}");
        assertThat(fleet.connection()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prefix          | a b   | must have from 1 to 50 letters, digits, dots, underscores, colons and dashes
                    prefix          | '{x}' | must have from 1 to 50 letters, digits, dots, underscores, colons and dashes
                    scope           | zone/a | must have from 1 to 50 letters, digits, dots, underscores, colons and dashes
                    sync-interval   | 99ms  | must be from PT0.1S to PT10S
                    lease-duration  | 11m   | must be from PT0.3S to PT10M
                    quorum-minimum  | 0     | must be at least 1
                    quorum-minimum  | few   | must be a whole number
                    quorum-fraction | 1.5   | must be at least 0 and at most 1
                    detach-after    | 0     | must be from PT0.1S to PT1H
                    command-timeout | 11s   | must be from PT0.001S to PT10S
                    startup-timeout | -1ms  | must be from PT0S to PT1M
                    startup-timeout | soon  | must be a duration such as 500ms, 2s or PT1M
                    """)
    void namesBadValues(String key, String value, String rule) {
        assertThat(YamlApplication.problems("breaker.fleet." + key + ": \"" + value + "\""))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).isEqualTo("breaker.fleet." + key + " is " + value + ": " + rule);
                    assertThat(problem.origin()).contains("application.yml");
                });
    }

    @Test
    void namesLongNames() {
        assertThat(YamlApplication.problems("breaker.fleet.prefix: " + "x".repeat(51)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("must have from 1 to 50");
        assertThat(YamlApplication.problems("breaker.fleet.prefix: \"\""))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("breaker.fleet.prefix is empty: must have from 1 to 50");
    }

    @ParameterizedTest
    @CsvSource({
        "breaker.fleet.sync-intervall, breaker.fleet.sync-intervall is unknown: Breaker has no such key; did you mean"
                + " sync-interval?",
        "breaker.fleet.enabled, breaker.fleet.enabled is unknown: Breaker has no such key",
        "breaker.flet.scope, breaker.flet is unknown: Breaker has no such key; did you mean fleet?"
    })
    void namesUnknownKeys(String key, String message) {
        assertThat(YamlApplication.problems(key + ": 1s"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(message);
    }

    @Test
    void aFleetThatIsLeftAfterEachReportIsAMisfit() {
        assertThat(YamlApplication.problems("breaker.fleet: { detach-after: 500ms }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.fleet.detach-after is 500ms: must be at least sync-interval, "
                                    + "which is PT1S");
                    assertThat(problem.action())
                            .isEqualTo("Give detach-after a value that is at least sync-interval, which is PT1S, "
                                    + "or remove it.");
                });
        assertThat(YamlApplication.problems("breaker.fleet: { sync-interval: 3s }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.fleet.sync-interval is 3s: does not fit: detach-after is PT2S: "
                                    + "must be at least sync-interval, which is PT3S");
                    assertThat(problem.action()).isEqualTo("Give sync-interval or detach-after another value.");
                });
    }

    @Test
    void whatDoesNotFitTheDefaultInPlaceOfAMistakeIsNoSecondMistake() {
        assertThat(YamlApplication.problems("breaker.fleet: { detach-after: 500ms, sync-interval: 50ms }"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("breaker.fleet.sync-interval is 50ms");
    }

    @Test
    void aFleetWithoutAPlaceToMeetIsAnErrorAtEachPropertyThatAsksForIt() {
        assertThat(YamlApplication.problems("""
                breaker.circuitbreaker:
                  configs.shared.fleet.enabled: true
                  instances:
                    a: { base-config: shared }
                    b: { base-config: shared }
                    c: { fleet.enabled: true }
                    d: {}
                """))
                .satisfiesExactly(
                        problem -> {
                            assertThat(problem.message())
                                    .isEqualTo(
                                            "breaker.circuitbreaker.configs.shared.fleet.enabled is true: there is no "
                                                    + "place where the fleet's instances meet, which is a bean of type FleetStore");
                            assertThat(problem.origin()).contains("application.yml");
                            assertThat(problem.action())
                                    .contains("io.breaker:breaker-redis", FleetStore.class.getName());
                        },
                        problem -> assertThat(problem.message())
                                .startsWith("breaker.circuitbreaker.instances.c.fleet.enabled is true: "));
    }

    @Test
    void namesTheBreakerThatACustomizerPutsIntoAFleet() {
        assertThat(YamlApplication.problems(YamlApplication.of("breaker.circuitbreaker.instances.a: {}")
                        .withBean(
                                CircuitBreakerConfigCustomizer.class,
                                () -> (name, builder) -> builder.fleetEnabled(true))))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("Circuit breaker a is in a fleet: there is no place");
    }

    @Test
    void warnsOnceWhereBreakersThatComeLaterHaveNoPlaceToMeet(CapturedOutput output) {
        YamlApplication.of("breaker.circuitbreaker.configs.default.fleet.enabled: true")
                .run(context -> {
                    CircuitBreakerRegistry breakers = context.getBean(CircuitBreakerRegistry.class);
                    breakers.circuitBreaker("early");
                    breakers.circuitBreaker("late");
                });

        assertThat(output.getOut().lines().filter(line -> line.contains("is true: there is no place")))
                .singleElement()
                .asString()
                .contains("breaker.circuitbreaker.configs.default.fleet.enabled is true: there is no place where the"
                        + " fleet's instances meet, which is a bean of type FleetStore (")
                .contains("application.yml", "Add io.breaker:breaker-redis");
    }

    @Test
    void doesNotWarnOfBreakersThatComeLaterAndHaveAPlaceOrNeedNone(CapturedOutput output) {
        YamlApplication.of("breaker.circuitbreaker.configs.default.fleet.enabled: true")
                .withBean(FleetStore.class, InMemoryFleetStore::new)
                .run(context -> context.getBean(CircuitBreakerRegistry.class).circuitBreaker("late"));
        YamlApplication.of("breaker.circuitbreaker.configs.default.fleet.enabled: false")
                .run(context -> context.getBean(CircuitBreakerRegistry.class).circuitBreaker("late"));

        assertThat(output).doesNotContain("there is no place");
    }

    @Test
    void severalPlacesToMeetAreAnError() {
        assertThat(YamlApplication.problems(YamlApplication.of("breaker.circuitbreaker.instances.a.fleet.enabled: true")
                        .withBean("one", FleetStore.class, InMemoryFleetStore::new)
                        .withBean("two", FleetStore.class, InMemoryFleetStore::new)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("the beans one and two are fleet stores");
                    assertThat(problem.action()).isEqualTo("Mark one of them as @Primary, or keep one.");
                });
    }

    @Test
    void severalFleetsAreAnError() {
        assertThat(YamlApplication.problems(YamlApplication.of("breaker.circuitbreaker.instances.a.fleet.enabled: true")
                        .withBean("one", CircuitBreakerFleet.class, FleetPropertiesTest::fleet)
                        .withBean("two", CircuitBreakerFleet.class, FleetPropertiesTest::fleet)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("Circuit breakers are in a fleet, and there are several fleets: the beans one"
                                    + " and two are fleets");
                    assertThat(problem.action()).isEqualTo("Mark one of them as @Primary, or keep one.");
                });
    }

    @Test
    void aFleetOfTheApplicationsOwnHasChosenAmongSeveralPlacesToMeet() {
        YamlApplication.of("breaker.circuitbreaker.instances.a.fleet.enabled: true")
                .withBean("one", FleetStore.class, InMemoryFleetStore::new)
                .withBean("two", FleetStore.class, InMemoryFleetStore::new)
                .withBean(CircuitBreakerFleet.class, FleetPropertiesTest::fleet)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(CircuitBreakerFleet.class).breakers())
                            .containsExactly("a");
                });
    }

    private static CircuitBreakerFleet fleet() {
        return CircuitBreakerFleet.of(new InMemoryFleetStore(), FleetConfig.ofDefaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void onePlaceToMeetIsEnough(String enabled) {
        YamlApplication.of("breaker.circuitbreaker.instances.a.fleet.enabled: " + enabled)
                .withBean(InMemoryFleetStore.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("a")
                                    .config()
                                    .fleetEnabled())
                            .isEqualTo(Boolean.parseBoolean(enabled));
                    assertThat(context.getBean(BreakerSettings.class).fleet().startupTimeout())
                            .isEqualTo(Duration.ofMillis(250));
                });
    }
}
