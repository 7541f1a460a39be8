package io.breaker.benchmarks.peers;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphO;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.clusterbuilder.ClusterBuilderSlot;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sentinel, with a degrade rule on the ratio of exceptions in a window of time, the only kind of window it has. What refuses
 * is its checked exception.
 */
final class SentinelPeer implements Peer {

    static {
        SentinelLog.setAside();
    }

    private final String name;
    private final Supplier<String> work;

    SentinelPeer(Settings settings) {
        this.name = settings.name();
        this.work = settings.work();
        DegradeRule rule = new DegradeRule(name)
                .setGrade(RuleConstant.DEGRADE_GRADE_EXCEPTION_RATIO)
                .setCount(settings.failurePercent() / 100.0)
                .setMinRequestAmount(Settings.WINDOW_CALLS)
                .setStatIntervalMs((int) Settings.WINDOW_TIME.toMillis())
                .setTimeWindow((int) Settings.OPEN.toSeconds());
        DegradeRuleManager.setRulesForResource(name, Set.of(rule));
    }

    @Override
    public String call() throws BlockException {
        return call(work);
    }

    private String call(Supplier<String> body) throws BlockException {
        Entry entry = null;
        try {
            entry = SphU.entry(name);
            return body.get();
        } catch (RuntimeException thrown) {
            Tracer.traceEntry(thrown, entry);
            throw thrown;
        } finally {
            if (entry != null) {
                entry.exit();
            }
        }
    }

    @Override
    public boolean tryAcquire() {
        return SphO.entry(name);
    }

    @Override
    public void open() {
        Driver.untilOpen(() -> call(Driver.FAILING));
    }

    /** Sentinel shows its breakers' states to observers alone, so this asks for a permit and gives it back. */
    @Override
    public boolean isClosed() {
        boolean permitted = SphO.entry(name);
        if (permitted) {
            SphO.exit();
        }
        return permitted;
    }

    @Override
    public long recorded() {
        return ClusterBuilderSlot.getClusterNode(name).totalRequest();
    }

    @Override
    public Object breaker() {
        return name;
    }
}
