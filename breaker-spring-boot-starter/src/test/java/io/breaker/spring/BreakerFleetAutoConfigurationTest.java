package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.InMemoryFleetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;

@ExtendWith(OutputCaptureExtension.class)
class BreakerFleetAutoConfigurationTest {

    private static final String PAYMENT = "breaker.circuitbreaker.instances.payment.fleet.enabled=true";

    private final InMemoryFleetStore store = new InMemoryFleetStore();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BreakerAutoConfiguration.class, BreakerFleetAutoConfiguration.class))
            .withBean(FleetStore.class, () -> store);

    private static CircuitBreaker payment(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker("payment");
    }

    private static CircuitBreakerFleet fleet(ApplicationContext context) {
        return context.getBean(CircuitBreakerFleet.class);
    }

    private void forceOpen() {
        CircuitBreakerRegistry elsewhere = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        try (CircuitBreakerFleet other = CircuitBreakerFleet.of(store, FleetConfig.ofDefaults())) {
            other.join(elsewhere.circuitBreaker("payment")).join();
            other.overrule("payment", FleetOverride.Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1))
                    .join();
        }
    }

    @Test
    void breakersThatSayThatTheyAreInAFleetJoinItWithTheFleetsSettings() {
        application
                .withPropertyValues(
                        PAYMENT,
                        "breaker.circuitbreaker.instances.stock.fleet.enabled=false",
                        "breaker.fleet.instance-id=pod-7")
                .run(context -> {
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                    assertThat(fleet(context).snapshot("payment")).hasValueSatisfying(now -> {
                        assertThat(now.attached()).isTrue();
                        assertThat(now.instance()).isEqualTo("pod-7");
                    });
                });
    }

    @Test
    void noFleetIsMadeWhereNoBreakerIsInOne() {
        application
                .withPropertyValues("breaker.circuitbreaker.instances.payment.failure-rate-threshold=10")
                .run(context -> {
                    payment(context);

                    assertThat(context.getBeanFactory().containsSingleton("breakerFleet"))
                            .isFalse();
                });
    }

    @Test
    void thereIsNoFleetWithoutAPlaceToMeet() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(BreakerAutoConfiguration.class, BreakerFleetAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .doesNotHaveBean(CircuitBreakerFleet.class)
                        .doesNotHaveBean(FleetMembers.class));
    }

    @Test
    void breakersThatComeAndGoLaterJoinAndLeave() {
        application
                .withPropertyValues("breaker.circuitbreaker.configs.default.fleet.enabled=true")
                .run(context -> {
                    payment(context);
                    assertThat(fleet(context).breakers()).containsExactly("payment");

                    context.getBean(CircuitBreakerRegistry.class).remove("payment");
                    assertThat(fleet(context).breakers()).isEmpty();
                });
    }

    @Test
    void whoTakesTheNameOfOneThatIsJustBeingRemovedJoinsInItsPlace() {
        application
                .withPropertyValues(PAYMENT)
                .withInitializer(context -> context.getBeanFactory()
                        .addBeanPostProcessor(new Listening(registry -> registry.onRemoved(
                                removed -> registry.circuitBreaker(removed.name()))))) // heard of before the fleet is
                .run(context -> {
                    CircuitBreaker first = payment(context);
                    context.getBean(CircuitBreakerRegistry.class).remove("payment");

                    assertThat(payment(context)).isNotSameAs(first);
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                    fleet(context)
                            .overrule("payment", FleetOverride.Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1))
                            .join();
                    assertThat(payment(context).state()).isEqualTo(State.FORCED_OPEN);
                });
    }

    @Test
    void whoIsRemovedWhileItJoinsDoesNotStay() {
        application
                .withPropertyValues("breaker.circuitbreaker.configs.default.fleet.enabled=true")
                .withInitializer(context -> context.getBeanFactory()
                        .addBeanPostProcessor(
                                new Listening(registry -> registry.onAdded(added -> registry.remove(added.name())))))
                .run(context -> {
                    payment(context);

                    assertThat(fleet(context).breakers()).isEmpty();
                });
    }

    /** Listens to the registry before anybody else does. */
    private record Listening(Consumer<CircuitBreakerRegistry> how) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof CircuitBreakerRegistry registry) {
                how.accept(registry);
            }
            return bean;
        }
    }

    @Test
    void aBreakerThatComesLaterAndFindsNoPlaceToMeetDecidesAlone(CapturedOutput output) {
        application
                .withBean("other", FleetStore.class, InMemoryFleetStore::new)
                .withPropertyValues("breaker.circuitbreaker.configs.default.fleet.enabled=true")
                .run(context -> {
                    assertThat(payment(context).tryAcquire()).isNotNull();
                    assertThat(output).contains("Circuit breaker 'payment' decides alone: it cannot join its fleet");
                });
    }

    @Test
    void whatTheFleetKnowsIsInForceBeforeServersStart() {
        forceOpen();
        List<State> seen = new ArrayList<>();

        application
                .withPropertyValues(PAYMENT, "breaker.fleet.startup-timeout=60s")
                .withBean("server", SmartLifecycle.class, () -> new Phase(1_000) {
                    @Override
                    public void start() {
                        super.start();
                        seen.add(payment(context()).state());
                    }
                })
                .run(context -> assertThat(seen).containsExactly(State.FORCED_OPEN));
    }

    @ParameterizedTest
    @CsvSource({"1ms, true", "0, false"})
    void theStartDoesNotWaitForAPlaceThatIsSilent(String timeout, boolean waits, CapturedOutput output) {
        application
                .withBean("silent", FleetStore.class, Silent::new, definition -> definition.setPrimary(true))
                .withPropertyValues(
                        PAYMENT,
                        "breaker.fleet.startup-timeout=" + timeout,
                        "breaker.fleet.command-timeout=10s",
                        "breaker.fleet.detach-after=1h")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                    assertThat(output.getOut().contains("The start does not wait any longer"))
                            .isEqualTo(waits);
                });
    }

    @Test
    void breakersLeaveBeforeConnectionsEndAndJoinAgainIfTheApplicationGoesOn() {
        List<String> atTheEndOfConnections = new ArrayList<>();
        application
                .withPropertyValues(PAYMENT)
                .withBean("connections", SmartLifecycle.class, () -> new Phase(0) {
                    @Override
                    public void stop() {
                        super.stop();
                        atTheEndOfConnections.add(fleet(context()).breakers().toString());
                    }
                })
                .run(context -> {
                    context.stop();
                    assertThat(atTheEndOfConnections).containsExactly("[]");

                    context.start();
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                });
        assertThat(atTheEndOfConnections).containsExactly("[]", "[]");
    }

    @Test
    void twoApplicationsShareABreaker() {
        application
                .withPropertyValues(PAYMENT)
                .run(one -> application.withPropertyValues(PAYMENT).run(two -> {
                    fleet(one)
                            .overrule("payment", FleetOverride.Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1))
                            .join();
                    await().until(() -> payment(two).state() == State.FORCED_OPEN);

                    fleet(two).release("payment").join();
                    await().until(() -> payment(one).state() == State.CLOSED);
                }));
    }

    @Test
    void theFleetsThreadEndsWithTheApplication() {
        List<Thread> others = fleetThreads(); // of contexts that are kept for other tests
        List<Thread> own = new ArrayList<>();
        application.withPropertyValues(PAYMENT).run(context -> {
            own.addAll(fleetThreads());
            own.removeAll(others);
        });

        assertThat(own).isNotEmpty();
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
    }

    private static List<Thread> fleetThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("breaker-fleet"))
                .toList();
    }

    @Test
    void anApplicationsOwnFleetTakesThePlaceOfOurs() {
        application
                .withPropertyValues(PAYMENT)
                .withBean(
                        "own", CircuitBreakerFleet.class, () -> CircuitBreakerFleet.of(store, FleetConfig.ofDefaults()))
                .run(context -> {
                    assertThat(context).hasSingleBean(CircuitBreakerFleet.class);
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                });
    }

    @Test
    void breakersJoinAnApplicationsOwnFleetThatNoStoreIsABeanOf() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(BreakerAutoConfiguration.class, BreakerFleetAutoConfiguration.class))
                .withPropertyValues(PAYMENT)
                .withBean(
                        "own", CircuitBreakerFleet.class, () -> CircuitBreakerFleet.of(store, FleetConfig.ofDefaults()))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(CircuitBreakerFleet.class);
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                });
    }

    @Test
    void aStoreForWantOfAnotherLeavesNoDoubt() {
        application
                .withBean(
                        "spare", FleetStore.class, InMemoryFleetStore::new, definition -> definition.setFallback(true))
                .withPropertyValues(PAYMENT)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(fleet(context).breakers()).containsExactly("payment");
                });
    }

    @Test
    void anApplicationEndsThoughThePlaceToMeetIsSilent() {
        application
                .withBean("silent", FleetStore.class, Silent::new, definition -> definition.setPrimary(true))
                .withPropertyValues(PAYMENT, "breaker.fleet.startup-timeout=0", "breaker.fleet.command-timeout=1ms")
                .run(context -> {
                    context.stop();
                    assertThat(fleet(context).breakers()).isEmpty();
                });
    }

    /** Something of an application's that starts and stops in its phase. */
    private abstract static class Phase implements SmartLifecycle, ApplicationContextAware {

        private final int phase;
        private boolean running;
        private ApplicationContext context;

        @SuppressWarnings("NullAway.Init") // by Spring
        Phase(int phase) {
            this.phase = phase;
        }

        ApplicationContext context() {
            return context;
        }

        @Override
        public void setApplicationContext(ApplicationContext context) {
            this.context = context;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    /** Never answers. */
    private static final class Silent implements FleetStore {

        @Override
        public CompletableFuture<FleetView> exchange(FleetReport report) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> leave(String breaker, String instance) {
            return new CompletableFuture<>();
        }

        @Override
        public Subscription subscribe(Consumer<String> listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
