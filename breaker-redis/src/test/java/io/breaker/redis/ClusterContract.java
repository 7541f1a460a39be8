package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/** Three servers, each with a part of the breakers. */
@Timeout(90)
abstract class ClusterContract {

    private static final int SLOTS = 16_384;
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final FleetAction FORCE_OPEN =
            new FleetAction.Overrule(FleetOverride.Mode.FORCED_OPEN, "", "", Duration.ofMinutes(5));

    @TempDir
    private Path directory;

    private final List<Redis> nodes = new ArrayList<>();
    private RedisFleetStore store;

    protected abstract ReactiveRedisConnectionFactory connect(int port);

    protected abstract void disconnect() throws Exception;

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) {
            String file = directory.resolve("node-" + i + ".conf").toString();
            nodes.add(Redis.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-config-file",
                    file,
                    "--cluster-require-full-coverage",
                    "no",
                    "--cluster-node-timeout",
                    "60000"));
        }
        for (int i = 0; i < 3; i++) {
            List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(SLOTS * i / 3, SLOTS * (i + 1) / 3).forEach(slot -> command.add(Integer.toString(slot)));
            assertThat(nodes.get(i).say(command.toArray(String[]::new))).isEqualTo("OK");
            nodes.get(i).say("CONFIG", "SET", "cluster-announce-ip", "127.0.0.1");
            nodes.get(0)
                    .say(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            Integer.toString(nodes.get(i).port()));
        }
        await().atMost(LONG)
                .until(() -> nodes.stream()
                        .map(node -> String.valueOf(node.say("CLUSTER", "INFO")))
                        .allMatch(info ->
                                info.contains("cluster_slots_ok:" + SLOTS) && info.contains("cluster_known_nodes:3")));
        open();
    }

    private void open() {
        store = new RedisFleetStore(connect(nodes.get(0).port()), "test", "shop", Script.fleet());
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        disconnect();
        nodes.forEach(Redis::close);
    }

    private int slot(String breaker) {
        return Math.toIntExact(
                Objects.requireNonNull((Long) nodes.get(0).say("CLUSTER", "KEYSLOT", "{shop:" + breaker + "}")));
    }

    private int node(String breaker) {
        return IntStream.range(0, 3)
                .filter(i -> slot(breaker) < SLOTS * (i + 1) / 3)
                .findFirst()
                .orElseThrow();
    }

    private String breakerOn(int node) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "b" + i)
                .filter(breaker -> node(breaker) == node)
                .findFirst()
                .orElseThrow();
    }

    /** As the README tells who locks Redis down. */
    @Test
    void allowsWhatIsNeededAndNothingElse() throws Exception {
        String rights = Rights.inTheReadme("~breaker:") + " " + Rights.inTheReadme("+cluster");
        for (Redis node : nodes) {
            node.keepAnAdministrator();
            node.say(("ACL SETUSER default reset on nopass " + rights).split(" "));
            node.say("ACL", "LOG", "RESET");
        }
        store.close();
        disconnect();
        open(); // who has connected before has seen more
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);

        for (int node = 0; node < 3; node++) {
            Member member = new Member(store, breakerOn(node), "a");
            await().atMost(LONG).until(() -> answers(member, FORCE_OPEN) && heard.contains(member.breaker));
        }

        assertThat(nodes).allSatisfy(node -> assertThat(node.say("ACL", "LOG")).isEqualTo(List.of()));
    }

    private boolean answers(Member member, FleetAction action) throws InterruptedException {
        var answer = store.exchange(member.report(action));
        try {
            FleetView view = answer.get(500, TimeUnit.MILLISECONDS);
            return view.instances() >= 0;
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(false);
            return false;
        }
    }

    @Test
    void eachBreakerIsWhereItsSlotIs() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Member member = new Member(store, breakerOn(i), "a");
            await().atMost(LONG).until(() -> answers(member, FleetAction.NONE));
            assertThat(member.acquires().instances()).isEqualTo(1);
            assertThat(nodes.get(i).say("KEYS", "*"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder(
                            "test:1:{shop:" + member.breaker + "}:s", "test:1:{shop:" + member.breaker + "}:i");
            member.leaves();
        }
    }

    @Test
    void hintsComeFromAllNodes() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(heard::add);
        for (int i = 0; i < 3; i++) {
            Member member = new Member(store, breakerOn(i), "a");
            await().atMost(LONG).until(() -> {
                answers(member, FORCE_OPEN);
                return heard.contains(member.breaker);
            });
        }
    }

    @Test
    void aSlotMoves() {
        Member member = new Member(store, breakerOn(0), "a");
        await().atMost(LONG).until(() -> answers(member, FleetAction.NONE));
        member.asks(FORCE_OPEN);
        nodes.get(0).say("FLUSHALL");
        String slot = Integer.toString(slot(member.breaker));
        String target = String.valueOf(nodes.get(2).say("CLUSTER", "MYID"));
        for (int i : new int[] {2, 0, 1}) {
            assertThat(nodes.get(i).say("CLUSTER", "SETSLOT", slot, "NODE", target))
                    .isEqualTo("OK");
        }

        await().atMost(LONG).until(() -> answers(member, FleetAction.NONE));
        assertThat(member.reports().state().epoch()).isEqualTo(1);
        assertThat(nodes.get(2).say("EXISTS", "test:1:{shop:" + member.breaker + "}:s"))
                .isEqualTo(1L);
    }

    @Test
    void aNodeThatHangsKeepsNobodyElsesBreakers() throws InterruptedException {
        Member hanging = new Member(store, breakerOn(1), "a");
        Member well = new Member(store, breakerOn(2), "a");
        await().atMost(LONG).until(() -> answers(hanging, FleetAction.NONE) && answers(well, FleetAction.NONE));
        nodes.get(1).freeze();
        assertThat(answers(hanging, FleetAction.NONE)).isFalse();

        await().atMost(LONG).until(() -> answers(well, FleetAction.NONE));
        assertThat(answers(hanging, FleetAction.NONE)).isFalse();

        nodes.get(1).thaw();
        await().atMost(LONG).until(() -> answers(hanging, FleetAction.NONE));
    }
}
