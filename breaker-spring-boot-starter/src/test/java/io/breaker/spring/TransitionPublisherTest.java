package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.TransitionCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class TransitionPublisherTest {

    private static final int MOST_WAITING = 1000;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BreakerAutoConfiguration.class))
            .withUserConfiguration(Listening.class)
            .withPropertyValues("breaker.circuitbreaker.instances.redis.failure-rate-threshold=10");

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
    private final CircuitBreaker redis = registry.circuitBreaker("redis");
    private final CountDownLatch release = new CountDownLatch(1);
    private @Nullable TransitionPublisher publisher;

    @AfterEach
    void end() {
        release.countDown();
        if (publisher != null) {
            publisher.stop();
        }
    }

    @Test
    void anEventListenerHearsOfEachTransitionOnceAndInOrder() {
        application.run(context -> {
            CircuitBreaker configured =
                    context.getBean(CircuitBreakerRegistry.class).circuitBreaker("redis");
            Listener listener = context.getBean(Listener.class);
            configured.open();
            configured.close();
            configured.reset();

            List<Transition> heard = List.of(listener.next(), listener.next(), listener.next());
            assertThat(heard).extracting(Transition::name).containsOnly("redis");
            assertThat(heard).extracting(Transition::to).containsExactly(State.OPEN, State.CLOSED, State.CLOSED);
            assertThat(heard)
                    .extracting(Transition::cause)
                    .containsExactly(TransitionCause.MANUAL, TransitionCause.MANUAL, TransitionCause.RESET);
            assertThat(listener.heard).isEmpty();
        });
    }

    @Test
    void breakersThatAreMadeLaterAreIncludedAndRemovedOnesLetGo() {
        application.run(context -> {
            CircuitBreakerRegistry own = context.getBean(CircuitBreakerRegistry.class);
            Listener listener = context.getBean(Listener.class);
            CircuitBreaker old = own.circuitBreaker("redis");
            own.remove("redis");
            old.open();
            own.circuitBreaker("later").open();
            own.circuitBreaker("redis").forceOpen();

            assertThat(listener.next().name()).isEqualTo("later");
            assertThat(listener.next().to()).isEqualTo(State.FORCED_OPEN);
        });
    }

    @Test
    void nothingIsPublishedOnceTheApplicationHasEnded() {
        application.run(context -> {
            CircuitBreaker configured =
                    context.getBean(CircuitBreakerRegistry.class).circuitBreaker("redis");
            Listener listener = context.getBean(Listener.class);
            configured.open();
            listener.next();
            Thread thread = Objects.requireNonNull(listener.thread);
            assertThat(thread).isNotSameAs(Thread.currentThread());

            context.getSourceApplicationContext().close();
            configured.close();

            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(listener.heard).isEmpty();
        });
    }

    @Test
    void aCallDoesNotWaitForAListener() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<Transition> heard = start(transition -> {
            begun.countDown();
            hang();
        });
        redis.open();
        begun.await();
        redis.close();

        assertThat(redis.call(() -> "answer")).isEqualTo("answer");
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatThrowsMissesNoLaterTransition(CapturedOutput output) throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        start(transition -> {
            both.countDown();
            throw new AssertionError("a listener's fault");
        });
        redis.open();
        redis.close();

        both.await();
        Objects.requireNonNull(publisher).stop();
        assertThat(output)
                .contains("A listener failed when it was told of a transition of redis", "a listener's fault");
    }

    @Test
    void whoHangsHoldsUpTheEndForAMomentAndIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger told = new AtomicInteger();
        start(transition -> {
            told.incrementAndGet();
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        redis.open();
        redis.close();
        begun.await();
        Objects.requireNonNull(publisher).stop();

        interrupted.await();
        assertThat(told).hasValue(1);
    }

    @Test
    void keepsNoMoreThanAThousandForOneThatHangs(CapturedOutput output) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1 + MOST_WAITING);
        start(transition -> {
            begun.countDown();
            hang();
            all.countDown();
        });
        redis.reset();
        begun.await();
        for (int i = 0; i < MOST_WAITING; i++) {
            redis.reset();
        }
        assertThat(output).doesNotContain("is not published");
        redis.reset();

        assertThat(output).containsOnlyOnce("that of redis to CLOSED is not published");
        release.countDown();
        all.await();
    }

    @Test
    void anApplicationThatWasPausedHearsAgain() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        List<Transition> heard = start(transition -> second.countDown());
        TransitionPublisher pausing = Objects.requireNonNull(publisher);
        pausing.stop();
        assertThat(pausing.isRunning()).isFalse();
        redis.open();
        pausing.start();
        assertThat(pausing.isRunning()).isTrue();
        redis.forceOpen();
        second.await();
        pausing.stop();

        assertThat(heard).extracting(Transition::to).containsExactly(State.FORCED_OPEN);
    }

    private List<Transition> start(Consumer<Transition> listener) {
        List<Transition> heard = new ArrayList<>();
        publisher = new TransitionPublisher(registry, event -> {
            Transition transition = ((CircuitBreakerTransitionEvent) event).transition();
            listener.accept(transition);
            heard.add(transition);
        });
        publisher.start();
        return heard;
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As an application has it. */
    static class Listener {

        final BlockingQueue<Transition> heard = new LinkedBlockingQueue<>();
        volatile @Nullable Thread thread;

        @EventListener
        void on(CircuitBreakerTransitionEvent event) {
            thread = Thread.currentThread();
            heard.add(event.transition());
        }

        Transition next() throws InterruptedException {
            return Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }
}
