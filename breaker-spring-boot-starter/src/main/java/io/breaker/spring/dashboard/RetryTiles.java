package io.breaker.spring.dashboard;

import io.breaker.PerInstance;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryRegistry;
import io.breaker.retry.RetrySnapshot;
import io.breaker.spring.config.PolicyKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns retries into tiles. For one thread. */
final class RetryTiles implements AutoCloseable {

    private final RetryRegistry registry;
    private final Rates rates;
    private final PerInstance<Retry, RetrySamples> samples;

    RetryTiles(RetryRegistry registry, Rates rates) {
        this.registry = registry;
        this.rates = rates;
        this.samples = new PerInstance<>(registry, RetrySamples::new);
    }

    void tick() {
        registry.all().forEach(retry -> samples.at(retry).ifPresent(RetrySamples::tick));
    }

    /** {@return how many further attempts a call of the retry of that name takes, or null if there is none or no call} */
    @Nullable Double perCall(String name) {
        return registry.find(name)
                .flatMap(samples::at)
                .map(RetrySamples::perCall)
                .orElse(null);
    }

    void addTo(List<Tile> tiles) {
        for (Retry retry : registry.all()) {
            RetrySnapshot now = retry.snapshot();
            CompactTile tile = new CompactTile(PolicyKind.RETRY, now.name());
            tile.rate("calls/s", rates.perSecond(tile.id() + ":calls", RetrySamples.calls(now)));
            Double failed = rates.perSecond(tile.id() + ":failed", RetrySamples.failed(now));
            tile.rate("failed/s", failed);
            tile.rate("retries/call", perCall(now.name()));
            tile.alarm(failed != null && failed > 0);
            tiles.add(tile.done());
        }
    }

    @Override
    public void close() {
        samples.close();
    }
}
