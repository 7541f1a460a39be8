package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.Member;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Instances of other versions are in the same Redis while a service is rolled out. */
class VersionTest {

    private static final FleetAction FORCE_OPEN =
            new FleetAction.Overrule(FleetOverride.Mode.FORCED_OPEN, "", "", Duration.ofMinutes(5));

    private final Redis redis = Redis.start();
    private final LettuceConnectionFactory connections = Clients.lettuce(redis.port());
    private final RedisFleetStore store = new RedisFleetStore(connections, "test", "", Script.fleet());
    private final Member member = new Member(store, "b", "a");

    @AfterEach
    void stop() {
        store.close();
        connections.destroy();
        redis.close();
    }

    @Test
    void aVersionThatMeansSomethingElseIsSomewhereElse() {
        redis.say("HSET", "test:2:{b}:s", "e", "99", "p", "O");
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        Member other = new Member(store, "other", "a");
        await().until(() -> {
            other.asks(FORCE_OPEN);
            return heard.contains("other");
        });
        redis.say("PUBLISH", "test:2:ev", "b");

        assertThat(member.reports().state()).isEqualTo(FleetState.INITIAL);
        assertThat(redis.say("KEYS", "test:2:*"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("test:2:{b}:s");
        redis.say("PUBLISH", "test:1:ev", "last");
        await().until(() -> heard.contains("last"));
        assertThat(heard).doesNotContain("b");
    }

    @Test
    void fieldsOfALaterVersionStayAndThoseOfAnEarlierOneMayBeMissing() {
        redis.say("HSET", "test:1:{b}:s", "e", "5", "p", "O", "zz", "later", "y", "LATER_CAUSE");

        FleetView view = member.reports();

        assertThat(view.state().epoch()).isEqualTo(5);
        assertThat(view.state().cause()).isNull();
        assertThat(view.state().remaining()).isZero();
        assertThat(redis.say("HGET", "test:1:{b}:s", "zz")).isEqualTo("later");
    }

    @Test
    void messagesThatNobodyUnderstandsDoNoHarm() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        for (String message : List.of("%", "%zz", "", "a:b:c", "%E2%82")) {
            redis.say("PUBLISH", "test:1:ev", message);
        }
        await().until(() -> {
            member.asks(FORCE_OPEN);
            return heard.contains("b");
        });
        for (String message : List.of("%", "%zz", "", "a:b:c")) {
            redis.say("PUBLISH", "test:1:ev", message);
        }
        redis.say("PUBLISH", "test:1:ev", "last");
        await().until(() -> heard.contains("last"));
    }

    @Test
    void aReportThatNobodyUnderstandsIsForgotten() {
        redis.say("HSET", "test:1:{b}:i", "x", "something else", "y", "0 99999999999999 1 1 1 1 1 1 0 5000 15000 7");

        assertThat(member.reports().instances()).isEqualTo(2);
        assertThat(redis.say("HKEYS", "test:1:{b}:i"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder("a", "y");
    }
}
