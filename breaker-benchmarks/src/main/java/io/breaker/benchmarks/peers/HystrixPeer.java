package io.breaker.benchmarks.peers;

import com.netflix.hystrix.HystrixCircuitBreaker;
import com.netflix.hystrix.HystrixCommand;
import com.netflix.hystrix.HystrixCommandGroupKey;
import com.netflix.hystrix.HystrixCommandKey;
import com.netflix.hystrix.HystrixCommandMetrics;
import com.netflix.hystrix.HystrixCommandProperties;
import com.netflix.hystrix.HystrixCommandProperties.ExecutionIsolationStrategy;
import java.util.function.Supplier;

/**
 * Hystrix, on the caller's thread and without a time limit, as the others are. It needs a command object for each call and
 * wraps what the work throws. It opens half a second late, so here it is opened by its own switch, under another key:
 * properties are fixed at the first use of a key.
 */
final class HystrixPeer implements Peer {

    private final Settings settings;
    private HystrixCommandKey key;
    private HystrixCommand.Setter setter;
    private boolean opened;

    HystrixPeer(Settings settings) {
        this.settings = settings;
        this.key = HystrixCommandKey.Factory.asKey(settings.name());
        this.setter = setter(key, settings.failurePercent(), false);
    }

    private static HystrixCommand.Setter setter(HystrixCommandKey key, int failurePercent, boolean open) {
        return HystrixCommand.Setter.withGroupKey(HystrixCommandGroupKey.Factory.asKey("benchmarks"))
                .andCommandKey(key)
                .andCommandPropertiesDefaults(HystrixCommandProperties.Setter()
                        .withExecutionIsolationStrategy(ExecutionIsolationStrategy.SEMAPHORE)
                        .withExecutionIsolationSemaphoreMaxConcurrentRequests(1_000)
                        .withExecutionTimeoutEnabled(false)
                        .withFallbackEnabled(false)
                        .withRequestCacheEnabled(false)
                        .withRequestLogEnabled(false)
                        .withMetricsRollingStatisticalWindowInMilliseconds((int) Settings.WINDOW_TIME.toMillis())
                        .withCircuitBreakerForceOpen(open)
                        .withCircuitBreakerRequestVolumeThreshold(Settings.WINDOW_CALLS)
                        .withCircuitBreakerErrorThresholdPercentage(failurePercent)
                        .withCircuitBreakerSleepWindowInMilliseconds((int) Settings.OPEN.toMillis()));
    }

    @Override
    public String call() {
        return new Command(setter, settings.work()).execute();
    }

    @Override
    public void open() {
        key = HystrixCommandKey.Factory.asKey(settings.name() + " opened");
        setter = setter(key, settings.failurePercent(), true);
        opened = true;
    }

    @Override
    public boolean isClosed() {
        HystrixCircuitBreaker breaker = HystrixCircuitBreaker.Factory.getInstance(key);
        return breaker == null ? !opened : breaker.allowRequest();
    }

    /** What Hystrix knows half a second later. */
    @Override
    public long recorded() {
        HystrixCommandMetrics metrics = HystrixCommandMetrics.getInstance(key);
        return metrics == null ? 0 : metrics.getHealthCounts().getTotalRequests();
    }

    @Override
    public Object breaker() {
        return key;
    }

    private static final class Command extends HystrixCommand<String> {

        private final Supplier<String> work;

        Command(Setter setter, Supplier<String> work) {
            super(setter);
            this.work = work;
        }

        @Override
        protected String run() {
            return work.get();
        }
    }
}
