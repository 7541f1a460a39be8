package io.breaker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.ManualTime;
import io.breaker.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryFleetStoreTest extends FleetStoreContract {

    private final ManualTime time = new ManualTime();
    private final InMemoryFleetStore store = new InMemoryFleetStore(time);

    @Override
    protected FleetStore store() {
        return store;
    }

    @Override
    protected void advance(Duration by) {
        time.advance(by);
    }

    @Test
    void forgetsBreakersOfWhichNobodyHasSpokenForAnHour() {
        for (int i = 0; i < 1_000; i++) {
            new Member(store, "b" + i, "a").reports();
        }
        advance(Duration.ofMinutes(59));
        member("a").reports();
        assertThat(store.size()).isEqualTo(1_001);

        advance(Duration.ofMinutes(1));
        member("a").reports();
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void doesNotForgetAnOverrideThatHolds() {
        Member a = member("a");
        a.asks(new FleetAction.Overrule(FleetOverride.Mode.DISABLED, "", "", Duration.ofDays(3)));
        advance(Duration.ofDays(2));
        new Member(store, "another", "a").reports();

        assertThat(member("b").reports().state().override()).isNotNull();
    }

    @Test
    void doesNotForgetALongOpenWait() {
        Member a = member("a").with(rules -> rules.longestWaitMillis = rules.waitMillis = 20 * 3_600_000);
        a.counts(10, 10).reports();
        Member b = member("b").counts(10, 10);
        b.rules = a.rules;
        advance(Duration.ofMillis(50));
        b.reports();
        advance(Duration.ofHours(19));
        new Member(store, "another", "a").reports();

        assertThat(b.reports().state().phase()).isEqualTo(FleetPhase.OPEN);
    }

    @Test
    void doesNotForgetTheNumberOfOpeningsBetweenLongWaits() {
        Member a = member("a").with(rules -> rules.longestWaitMillis = rules.waitMillis = 3 * 3_600_000);
        a.counts(10, 10).reports();
        Member b = member("b").counts(10, 10);
        b.rules = a.rules;
        advance(Duration.ofMillis(50));
        b.reports();
        advance(Duration.ofHours(59));

        assertThat(a.acquires().state().openings()).isEqualTo(1);
    }

    @Test
    void aBreakerOfWhichNobodyHasSpokenForLongIsNewEvenBeforeItIsCleared() {
        FleetAction close = FleetAction.CLOSE;
        Member a = member("a");
        a.asks(new FleetAction.Overrule(FleetOverride.Mode.DISABLED, "", "", Duration.ofMinutes(1)));
        a.asks(close);
        advance(Duration.ofHours(1));

        assertThat(member("b").reports().state()).isEqualTo(FleetState.INITIAL);
    }

    @Test
    void aListenerMayAskTheStoreItself() {
        Member other = new Member(store, "other", "b");
        Subscription asking = store.subscribe(breaker -> other.reports());
        FleetAction force = new FleetAction.Overrule(FleetOverride.Mode.FORCED_OPEN, "", "", Duration.ofMinutes(1));

        assertThat(member("a").asks(force).state().epoch()).isEqualTo(1);

        asking.close();
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void oneLeaseIsGrantedHoweverManyAskAtTheSameTime() {
        Member known = member("known");
        known.known =
                new FleetState(3, FleetPhase.HALF_OPEN, FleetCause.WAIT_ELAPSED, Duration.ZERO, Duration.ZERO, 1, null);
        known.reports();

        CompletableFuture<?>[] all = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.runAsync(() -> member("m" + i).acquires()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();

        FleetView view = known.reports();
        assertThat(view.state().epoch()).isEqualTo(4);
        assertThat(view.probes().lease()).isEqualTo(1);
    }

    @Test
    void aStoreOnTheSystemsClockWorksToo() {
        FleetStore real = new InMemoryFleetStore();

        assertThat(new Member(real, "b", "a").reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
    }
}
