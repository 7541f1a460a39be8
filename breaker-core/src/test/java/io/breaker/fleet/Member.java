package io.breaker.fleet;

import java.util.function.Consumer;

/** An instance of a fleet as tests play it: it believes what the store says, and counts anew in each new state. */
public final class Member {

    public final String breaker;
    public final String name;
    public FleetRules rules = TestRules.with(plain -> {});
    public FleetState known = FleetState.INITIAL;
    public FleetTally window = FleetTally.NONE;
    public FleetTally fast = FleetTally.NONE;
    public boolean open;
    public long lease;

    private final FleetStore store;

    public Member(FleetStore store, String breaker, String name) {
        this.store = store;
        this.breaker = breaker;
        this.name = name;
    }

    public Member with(Consumer<TestRules> changes) {
        rules = TestRules.with(changes);
        return this;
    }

    public Member counts(long calls, long failed) {
        window = new FleetTally(calls, failed, 0);
        return this;
    }

    public FleetReport report(FleetAction action) {
        return new FleetReport(breaker, name, known, window, fast, open, lease, rules, action);
    }

    public FleetView reports() {
        return asks(FleetAction.NONE);
    }

    public FleetView acquires() {
        return asks(FleetAction.ACQUIRE);
    }

    public FleetView completes(long lease, FleetTally outcome) {
        return asks(new FleetAction.Complete(lease, outcome));
    }

    public FleetView asks(FleetAction action) {
        FleetView view = asksWithoutLearning(action);
        if (view.state().epoch() > known.epoch()) {
            window = FleetTally.NONE;
            fast = FleetTally.NONE;
            open = false;
        }
        known = view.state();
        return view;
    }

    /** As if the answer got lost. */
    public FleetView asksWithoutLearning(FleetAction action) {
        return Answers.of(store.exchange(report(action)));
    }

    public void leaves() {
        Answers.of(store.leave(breaker, name));
    }
}
