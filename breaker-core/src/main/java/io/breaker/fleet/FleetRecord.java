package io.breaker.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of one breaker, and the changes that can happen to it. Times are in milliseconds of the store's clock.
 * Used by one thread at a time.
 */
final class FleetRecord {

    long epoch;
    FleetPhase phase = FleetPhase.CLOSED;

    @Nullable FleetCause cause;

    long began;
    long openUntil;
    long openWait;
    int openings;

    FleetTally probes = FleetTally.NONE;
    int lostLeases;

    @Nullable String holder;

    long leaseUntil;
    long lease;

    @Nullable FleetOverride override;

    long overrideUntil;

    long evaluated;
    FleetTally window = FleetTally.NONE;
    FleetTally fast = FleetTally.NONE;
    int alive;
    boolean mixedRules;

    long listeningSince;
    final Map<String, InstanceReport> instances = new HashMap<>();
    long expires;

    FleetRecord(long now) {
        began = now;
        listeningSince = now;
    }

    /**
     * Begins to listen anew if nobody has been heard of for so long that living ones may be taken for dead. Whoever is heard
     * of sees to it that all are looked at, within a second.
     */
    void hear(long now, long longestSilence) {
        if (now - evaluated >= longestSilence) {
            listeningSince = now;
        }
    }

    void close(FleetCause why, long now) {
        dropLease();
        enter(FleetPhase.CLOSED, why, now);
    }

    void open(FleetCause why, int howManieth, FleetRules rules, long now) {
        dropLease();
        openings = howManieth;
        openWait = OpenWait.millis(rules, howManieth);
        openUntil = now + openWait;
        enter(FleetPhase.OPEN, why, now);
    }

    void openAgain(FleetCause why, FleetRules rules, long now) {
        open(why, openings + 1, rules, now);
    }

    void halfOpen(long now) {
        forgetProbes();
        enter(FleetPhase.HALF_OPEN, FleetCause.WAIT_ELAPSED, now);
    }

    private void enter(FleetPhase next, FleetCause why, long now) {
        phase = next;
        cause = why;
        began = now;
        epoch++;
    }

    void forgetProbes() {
        probes = FleetTally.NONE;
        lostLeases = 0;
        holder = null;
    }

    /** Ends a lease, if there is one, that brought no outcome. */
    void dropLease() {
        if (holder != null) {
            holder = null;
            lostLeases++;
        }
    }

    void grantLease(String instance, long until) {
        if (holder == null) {
            holder = instance;
            lease++;
        }
        if (instance.equals(holder)) {
            leaseUntil = until;
        }
    }

    /** Whether an instance may still tell how the probe of a lease ended, or go on with it. */
    boolean isLease(String instance, long number) {
        return phase == FleetPhase.HALF_OPEN && instance.equals(holder) && lease == number;
    }

    void overrule(FleetOverride next, long until) {
        override = next;
        overrideUntil = until;
        epoch++;
    }

    /** Calls begin again after a forced opening, slowly if they are to. */
    void endOverride(long now) {
        if (override != null && override.mode() == FleetOverride.Mode.FORCED_OPEN && phase == FleetPhase.CLOSED) {
            began = Math.min(now, overrideUntil); // who could not ask has let calls through since then
            cause = FleetCause.RELEASED;
        }
        override = null;
        epoch++;
    }

    FleetView view(long now) {
        FleetOverride current = override;
        FleetOverride shown = current == null
                ? null
                : new FleetOverride(current.mode(), current.reason(), current.by(), until(overrideUntil, now));
        FleetState state = new FleetState(
                epoch,
                phase,
                cause,
                Duration.ofMillis(now - began),
                phase == FleetPhase.OPEN ? until(openUntil, now) : Duration.ZERO,
                openings,
                shown);
        FleetProbes going = new FleetProbes(probes, lostLeases, holder, holder == null ? 0 : lease);
        return new FleetView(state, going, window, fast, alive, mixedRules);
    }

    private static Duration until(long time, long now) {
        return Duration.ofMillis(Math.max(0, time - now));
    }
}
