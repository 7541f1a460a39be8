package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.fleet.Answers;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/** What goes wrong with servers and networks: an exchange fails, or comes late, and the store works again by itself. */
@Timeout(90)
abstract class FailureContract {

    private static final FleetAction FORCE_OPEN =
            new FleetAction.Overrule(FleetOverride.Mode.FORCED_OPEN, "", "", Duration.ofMinutes(5));
    private static final Duration LONG = Duration.ofSeconds(40);

    protected final Redis redis = Redis.start();
    private final Proxy proxy = new Proxy(redis.port());
    private AutoCloseable closing = () -> {};

    @SuppressWarnings("NullAway.Init") // each test opens it
    private RedisFleetStore store;

    /** Connections as an application has them, and the way to end these. */
    protected record Connected(ReactiveRedisConnectionFactory connections, AutoCloseable closing) {}

    protected abstract Connected connect(int port, String password);

    private void open(int port) {
        Connected connected = connect(port, "");
        open(connected);
    }

    private void open(Connected connected) {
        closing = connected.closing;
        store = new RedisFleetStore(connected.connections, "test", "", Script.fleet());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        store.close();
        assertThat(store.waiting()).isZero();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("breaker-fleet-redis"));
        closing.close();
        proxy.close();
        redis.close();
    }

    private Member member() {
        return new Member(store, "b", "a");
    }

    /** As an impatient caller asks: null if there was no answer in time, or an error. */
    private @Nullable FleetView asked(Member member, FleetAction action) {
        CompletableFuture<FleetView> answer = store.exchange(member.report(action));
        try {
            return answer.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            return null;
        } catch (ExecutionException | CancellationException e) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void works() {
        works(member());
    }

    private void works(Member member) {
        await().atMost(LONG).until(() -> asked(member, FleetAction.NONE) != null);
        await().until(() -> store.waiting() == 0);
    }

    private void fails() {
        assertThat(asked(member(), FleetAction.NONE)).isNull();
    }

    private static FleetState openState() {
        return new FleetState(
                9, FleetPhase.OPEN, FleetCause.FAILURE_RATE, Duration.ZERO, Duration.ofSeconds(50), 1, null);
    }

    @Test
    void isDownAtTheStart() {
        redis.kill();
        open(redis.port());
        fails();
        fails();

        redis.restart();
        works();
    }

    @Test
    void isKilledAndComesBackEmpty() {
        open(redis.port());
        Member member = member();
        member.known = openState();
        member.reports();
        redis.kill();
        fails();

        redis.restart();
        works(member);
        FleetView view = Answers.of(store.exchange(member.report(FleetAction.NONE)));
        assertThat(view.state().epoch()).isEqualTo(9);
        assertThat(view.state().phase()).isEqualTo(FleetPhase.OPEN);
    }

    @Test
    void hangsAndGoesOn() {
        open(redis.port());
        works();
        redis.freeze();
        for (int i = 0; i < 3; i++) {
            fails();
        }
        assertThat(store.waiting())
                .as("one question, instead of all that were given up")
                .isEqualTo(1);

        redis.thaw();
        works();
    }

    @Test
    void hangsWhileItIsConnectedTo() {
        redis.freeze();
        open(redis.port());
        for (int i = 0; i < 3; i++) {
            fails();
        }
        assertThat(store.waiting()).isLessThanOrEqualTo(1);

        redis.thaw();
        works();
    }

    @Test
    void allDataAreFlushed() {
        open(redis.port());
        Member member = member();
        member.known = openState();
        member.reports();
        redis.say("FLUSHALL");

        assertThat(member.reports().state().epoch()).isEqualTo(9);
    }

    @Test
    void scriptsAreFlushed() {
        open(redis.port());
        member().asks(FORCE_OPEN);
        redis.say("SCRIPT", "FLUSH");

        assertThat(member().reports().state().epoch()).isEqualTo(1);
    }

    @Test
    void pausesItsClients() {
        open(redis.port());
        works();
        redis.say("CLIENT", "PAUSE", "1000");

        works();
    }

    @Test
    void isAReplicaAndIsPromoted() {
        open(redis.port());
        works();
        redis.say("REPLICAOF", "127.0.0.1", "1");
        fails();

        redis.say("REPLICAOF", "NO", "ONE");
        works();
    }

    @Test
    void hasNoMemoryLeft() {
        open(redis.port());
        works();
        redis.say("CONFIG", "SET", "maxmemory", "1");
        fails();

        redis.say("CONFIG", "SET", "maxmemory", "0");
        works();
    }

    @Test
    void doesNotTakeThePassword() {
        redis.keepAnAdministrator();
        redis.say("ACL", "SETUSER", "default", "resetpass", ">right");
        open(connect(redis.port(), "wrong"));
        fails();

        redis.say("ACL", "SETUSER", "default", ">wrong");
        works();
    }

    @Test
    void allowsNoPublishingAndSubscribing() {
        redis.keepAnAdministrator();
        redis.say("ACL", "SETUSER", "default", "resetchannels", "-publish", "-subscribe", "-psubscribe");
        open(redis.port());
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        Member member = member();

        works(member);
        assertThat(member.asks(FORCE_OPEN).state().epoch()).isEqualTo(1);
        assertThat(member.asks(FleetAction.RELEASE).state().epoch()).isEqualTo(2);
        assertThat(heard).isEmpty();

        redis.say("ACL", "SETUSER", "default", "allchannels", "+@pubsub");
        await().atMost(LONG).until(() -> {
            member.asks(FORCE_OPEN);
            return heard.contains("b");
        });
    }

    /** As the README tells who locks Redis down. */
    @Test
    void allowsWhatIsNeededAndNothingElse() throws IOException {
        String rights = Rights.inTheReadme("~breaker:");
        redis.keepAnAdministrator();
        redis.say(("ACL SETUSER default reset on nopass " + rights).split(" "));
        redis.say("CONFIG", "RESETSTAT");
        redis.say("ACL", "LOG", "RESET");
        open(redis.port());
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        Member member = member();

        works(member);
        await().atMost(LONG).until(() -> {
            member.asks(FORCE_OPEN);
            return heard.contains("b");
        });
        member.leaves();
        store.close();

        assertThat(redis.say("ACL", "LOG")).as("refused").isEqualTo(List.of());
        Matcher right = Pattern.compile(" [+]([a-z]+)").matcher(rights);
        while (right.find()) {
            String used = "cmdstat_" + right.group(1) + ":";
            await().untilAsserted(() ->
                    assertThat(redis.say("INFO", "commandstats")).asString().contains(used));
        }
    }

    @Test
    void somebodyElseUsesTheKey() {
        open(redis.port());
        redis.say("SET", "test:1:{b}:s", "something");
        fails();
        redis.say("DEL", "test:1:{b}:s");
        works();
        redis.say("DEL", "test:1:{b}:i");
        redis.say("SET", "test:1:{b}:i", "something");
        fails();

        redis.say("DEL", "test:1:{b}:i");
        works();
    }

    @Test
    void theNetworkResetsConnections() {
        open(proxy.port());
        works();
        proxy.resetAll(false);
        works();
        proxy.resetAll(true);
        fails();
        fails();

        proxy.resetAll(false);
        works();
    }

    @Test
    void theNetworkIsSlow() {
        open(proxy.port());
        works();
        proxy.delayBy(20);
        works();
        proxy.delayBy(400);
        for (int i = 0; i < 3; i++) {
            fails();
        }

        proxy.delayBy(0);
        works();
    }

    @Test
    void whoListensHearsOfAllAfterAGap() {
        open(redis.port());
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        works();
        await().atMost(LONG).until(() -> heard.contains("b"));
        redis.kill();
        heard.clear();

        redis.restart();
        await().atMost(LONG).until(() -> heard.contains("b"));
        heard.clear();
        await().atMost(LONG).until(() -> {
            member().asks(FORCE_OPEN);
            return heard.contains("b");
        });
    }

    @Test
    void isAskedAfterItWasClosed() {
        open(redis.port());
        works();
        store.close();

        assertThat(store.exchange(member().report(FleetAction.NONE)))
                .failsWithin(LONG)
                .withThrowableThat()
                .havingRootCause()
                .withMessageContaining("closed");
    }

    @Test
    void isClosedWhileItHangs() {
        open(redis.port());
        works();
        redis.freeze();
        CompletableFuture<FleetView> answer = store.exchange(member().report(FleetAction.NONE));

        store.close();

        assertThat(answer).isCompletedExceptionally();
        redis.thaw();
    }
}
