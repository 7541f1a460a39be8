package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Body;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One thread that makes calls in all the ways there are, and compares what it did with what observers heard on it. */
final class Worker {

    private static final ThreadLocal<Worker> CURRENT = new ThreadLocal<>();

    private final RandomGenerator random;
    private final List<Subject> subjects;
    private final HandedOver handedOver;
    private final AsyncCalls async;
    private long settled;
    private long heard;
    private @Nullable Outcome lastHeard;

    Worker(long seed, List<Subject> subjects, HandedOver handedOver, AsyncCalls async) {
        this.random = new SplittableRandom(seed);
        this.subjects = subjects;
        this.handedOver = handedOver;
        this.async = async;
    }

    /** {@return the worker whose calls end on this thread now, if there is one} */
    static @Nullable Worker here() {
        return CURRENT.get();
    }

    void hears(Outcome outcome, long nanos) {
        assertNotNegative(nanos);
        heard++;
        lastHeard = outcome;
    }

    private static void assertNotNegative(long nanos) {
        if (nanos < 0) {
            throw new AssertionError("a call of " + nanos + " ns");
        }
    }

    /** Makes one call of some kind. */
    void step() {
        Subject subject = subjects.get(random.nextInt(subjects.size()));
        Fault fault = Fault.random(random);
        int kind = random.nextInt(100);
        if (kind < 10) {
            async.call(subject, fault, random);
        } else {
            CURRENT.set(this);
            blocking(kind, subject, fault);
            CURRENT.remove();
        }
        Thread.interrupted();
    }

    private void blocking(int kind, Subject subject, Fault fault) {
        if (kind < 20) {
            nested(subject, subjects.get(random.nextInt(subjects.size())), fault);
        } else if (kind < 30) {
            Permit permit = acquire(subject);
            if (permit != null) {
                settle(permit, Fault.random(random), random);
                settled++;
            }
        } else if (kind < 40) {
            Permit permit = acquire(subject);
            if (permit != null && !handedOver.offer(permit)) {
                permit.release();
                settled++;
            }
            settleAnother();
        } else {
            checked(subject, fault);
        }
    }

    private void settleAnother() {
        Permit others = handedOver.poll(random);
        if (others != null) {
            settle(others, Fault.random(random), random);
            settled++;
        }
    }

    private void checked(Subject subject, Fault fault) {
        lastHeard = null;
        if (call(subject, fault)) {
            settled++;
            Outcome always = fault.always();
            assertThat(lastHeard).as("outcome of %s", fault).isNotNull();
            if (always != null) {
                assertThat(lastHeard).as("outcome of %s", fault).isEqualTo(always);
            }
        } else {
            assertThat(lastHeard).as("outcome of a refused call").isNull();
        }
    }

    private void nested(Subject outer, Subject inner, Fault fault) {
        Body<@Nullable Object, RuntimeException> body = () -> {
            if (call(inner, fault)) {
                settled++;
            }
            return fault;
        };
        if (call(outer, body)) {
            settled++;
        }
    }

    /** Calls, keeps the subject's books, and returns whether the call was let through. */
    static boolean call(Subject subject, Body<?, ?> body) {
        boolean[] ran = new boolean[1];
        subject.asks();
        try {
            subject.breaker.call(() -> {
                ran[0] = true;
                subject.isAdmitted();
                return body.call();
            });
        } catch (Throwable thrown) {
            if (!ran[0]) {
                checkRefusal(thrown, subject);
                subject.isRefused();
            }
        }
        return ran[0];
    }

    private @Nullable Permit acquire(Subject subject) {
        subject.asks();
        Permit permit = random.nextBoolean() ? subject.breaker.tryAcquire() : acquired(subject);
        if (permit == null) {
            subject.isRefused();
        } else {
            subject.isAdmitted();
        }
        return permit;
    }

    private static @Nullable Permit acquired(Subject subject) {
        try {
            return subject.breaker.acquire();
        } catch (CallNotPermittedException refused) {
            checkRefusal(refused, subject);
            return null;
        }
    }

    static void checkRefusal(Throwable thrown, Subject subject) {
        if (!(thrown instanceof CallNotPermittedException refused)
                || !refused.name().equals(subject.breaker.name())
                || refused.retryAfter().isNegative()) {
            throw new AssertionError("not a refusal of " + subject.breaker.name(), thrown);
        }
    }

    /** Settles, often twice: the second time must not count. */
    static void settle(Permit permit, Fault fault, RandomGenerator random) {
        int times = 1 + random.nextInt(2);
        for (int i = 0; i < times; i++) {
            switch (random.nextInt(4)) {
                case 0 -> permit.success();
                case 1 -> permit.release();
                default -> settleAs(permit, fault);
            }
        }
    }

    private static void settleAs(Permit permit, Fault fault) {
        Object result;
        try {
            result = fault.call();
        } catch (Throwable thrown) {
            permit.failure(thrown);
            return;
        }
        permit.result(result);
    }

    /** What holds on each thread at its end. */
    void check() {
        assertThat(heard)
                .as("outcomes heard of on a thread that settled %s calls", settled)
                .isEqualTo(settled);
    }
}
