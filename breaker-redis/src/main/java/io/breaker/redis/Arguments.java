package io.breaker.redis;

import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetRules;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.Millis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as the script reads it: its keys, then its arguments. */
final class Arguments {

    private final List<String> all = new ArrayList<>();

    private Arguments(Names names, String breaker, String action, String instance) {
        add(names.state(breaker), names.reports(breaker), action, instance);
    }

    static List<String> leave(Names names, String breaker, String instance) {
        return new Arguments(names, breaker, "LEAVE", instance).all;
    }

    static List<String> exchange(Names names, FleetReport report) {
        FleetAction action = report.action();
        Arguments arguments = new Arguments(
                names, report.breaker(), action.getClass().getSimpleName().toUpperCase(Locale.ROOT), report.instance());
        arguments.add(names.channel(), names.member(report.breaker()));
        arguments.state(report.known());
        arguments.numbers(report);
        arguments.rules(report.rules());
        arguments.details(action);
        return arguments.all;
    }

    private void state(FleetState known) {
        FleetOverride override = known.override();
        add(Long.toString(known.epoch()), letter(known.phase()));
        add(known.cause() == null ? "" : known.cause().name());
        add(millis(known.age()), millis(known.remaining()), Integer.toString(known.openings()));
        if (override == null) {
            add("", "", "", "0");
        } else {
            add(override.mode().name(), override.reason(), override.by(), millis(override.remaining()));
        }
    }

    private void numbers(FleetReport report) {
        FleetTally window = report.window();
        FleetTally fast = report.fast();
        String open = flag(report.open());
        FleetRules rules = report.rules();
        String times = rules.reportMillis() + " " + rules.aliveMillis();
        add(join(window) + " " + join(fast) + " " + open + " " + times + " " + rules.fingerprint());
        add(flag(report.isSuspicious()), Long.toString(report.lease()));
    }

    private void rules(FleetRules rules) {
        add(rules.minimumCalls(), rules.failureRate(), rules.slowCallRate(), rules.fastCalls(), rules.fastRate());
        add(rules.quorumMinimum(), rules.quorumFraction());
        add(rules.waitMillis(), rules.waitMultiplier(), rules.longestWaitMillis(), rules.waitScatter());
        add(rules.probes(), rules.leaseMillis(), rules.longestHalfOpenMillis());
        add(flag(rules.closesAfterHalfOpen()));
        add(rules.rampMillis(), rules.aliveMillis());
    }

    private void details(FleetAction action) {
        if (action instanceof FleetAction.Complete ended) {
            add(
                    ended.lease(),
                    ended.outcome().calls(),
                    ended.outcome().failed(),
                    ended.outcome().slow());
        } else if (action instanceof FleetAction.Overrule wish) {
            add(wish.mode().name(), wish.reason(), wish.by(), millis(wish.duration()));
        }
    }

    private void add(String... texts) {
        all.addAll(List.of(texts));
    }

    /** Java writes numbers so that reading them gives the same again. */
    private void add(Number... numbers) {
        for (Number number : numbers) {
            all.add(number.toString());
        }
    }

    static String letter(FleetPhase phase) {
        return phase.name().substring(0, 1);
    }

    private static String join(FleetTally tally) {
        return tally.calls() + " " + tally.failed() + " " + tally.slow();
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }

    private static String millis(Duration duration) {
        return Long.toString(Millis.of(duration));
    }
}
