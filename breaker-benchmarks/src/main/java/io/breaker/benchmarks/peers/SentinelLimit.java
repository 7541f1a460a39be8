package io.breaker.benchmarks.peers;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.node.ClusterNode;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.RuleConstant;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.alibaba.csp.sentinel.slots.clusterbuilder.ClusterBuilderSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sentinel with a flow rule, whose period is a second whatever the settings say. What refuses is its checked exception. */
final class SentinelLimit implements Limit {

    static {
        SentinelLog.setAside();
    }

    private final String name;
    private final Supplier<String> work;

    private SentinelLimit(LimitSettings settings, int grade) {
        this.name = settings.name();
        this.work = settings.work();
        FlowRule rule = new FlowRule(name);
        rule.setGrade(grade);
        rule.setCount(settings.permits());
        List<FlowRule> rules = new ArrayList<>(FlowRuleManager.getRules());
        rules.add(rule);
        FlowRuleManager.loadRules(rules);
    }

    static Limit threads(LimitSettings settings) {
        return new SentinelLimit(settings, RuleConstant.FLOW_GRADE_THREAD);
    }

    static Limit rate(LimitSettings settings) {
        return new SentinelLimit(settings, RuleConstant.FLOW_GRADE_QPS);
    }

    @Override
    public String call() throws BlockException {
        Entry entry = SphU.entry(name);
        try {
            return work.get();
        } finally {
            entry.exit();
        }
    }

    /** Of the last minute. */
    @Override
    public long refused() {
        ClusterNode node = ClusterBuilderSlot.getClusterNode(name);
        return node == null ? 0 : node.blockRequest();
    }

    @Override
    public int held() {
        ClusterNode node = ClusterBuilderSlot.getClusterNode(name);
        return node == null ? 0 : node.curThreadNum();
    }
}
