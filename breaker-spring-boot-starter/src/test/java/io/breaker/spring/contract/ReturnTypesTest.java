package io.breaker.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.spring.BreakerAutoConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The contract: what a policy does is the same for every return type. The table in {@code docs/return-types.md} is what
 * this test saw; {@code -Ddocs.write=true} writes it.
 */
class ReturnTypesTest {

    /** What happens to a call. */
    enum Case {
        SUCCESS("success", Script.Act.SUCCEED),
        FAILURE("failure", Script.Act.FAIL),
        THROW("throws before it returns", Script.Act.THROW),
        CANCEL("its caller cancels", Script.Act.HANG),
        REJECT("refused", Script.Act.SUCCEED),
        TIMEOUT("takes too long", Script.Act.HANG);

        private final String title;
        private final Script.Act act;

        Case(String title, Script.Act act) {
            this.title = title;
            this.act = act;
        }
    }

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final Path DOCUMENT = Path.of("..", "docs", "return-types.md");
    private static final String BEGIN = "<!-- written by ReturnTypesTest -->\n";
    private static final String END = "<!-- end -->\n";

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({AopAutoConfiguration.class, BreakerAutoConfiguration.class})
    @Import({
        Calls.Retried.class,
        Calls.RetriedRefused.class,
        Calls.RetriedTimed.class,
        Calls.Broken.class,
        Calls.BrokenTimed.class,
        Calls.Limited.class,
        Calls.LimitedTimed.class,
        Calls.Timed.class,
        Calls.TimedRefused.class,
        Calls.Held.class,
        Calls.HeldTimed.class,
        Calls.Pooled.class,
        Calls.PooledTimed.class
    })
    static class Application {}

    private static final ConfigurableApplicationContext CONTEXT = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run("--spring.main.banner-mode=off", "--breaker.retry.configs.default.wait-duration=0");

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Guard.values())
                .flatMap(guard -> Arrays.stream(ReturnType.values())
                        .filter(guard::guards)
                        .flatMap(type -> Arrays.stream(Case.values()).map(what -> Arguments.of(guard, type, what))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cells")
    void aPolicyDoesTheSameForEveryReturnType(Guard guard, ReturnType type, Case what) throws Exception {
        assertThat(seen(guard, type, what)).isEqualTo(guard.expected(what));
    }

    @Test
    void theDocumentShowsWhatWasSeen() throws Exception {
        String table = table();
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END, begin);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
        } else {
            assertThat(document.substring(begin, end)).isEqualTo(table);
        }
    }

    private static String table() throws Exception {
        StringBuilder table = new StringBuilder("| policy | return type |");
        for (Case each : Case.values()) {
            table.append(" ").append(each.title).append(" |");
        }
        table.append("\n").append("|---".repeat(Case.values().length + 2)).append("|\n");
        for (Guard guard : Guard.values()) {
            for (ReturnType type : ReturnType.values()) {
                if (guard.guards(type)) {
                    table.append(row(guard, type));
                }
            }
        }
        return table.toString();
    }

    private static String row(Guard guard, ReturnType type) throws Exception {
        StringBuilder row = new StringBuilder("| " + guard.title + " | " + type.title + " |");
        for (Case each : Case.values()) {
            row.append(" ").append(seen(guard, type, each)).append(" |");
        }
        return row.append("\n").toString();
    }

    /** A thread pool may be so slow that the time is over before the method is called: then once more, with more time. */
    private static String seen(Guard guard, ReturnType type, Case what) throws Exception {
        String seen = "";
        for (Duration limit = SHORT; limit.compareTo(LONG) < 0; limit = limit.multipliedBy(4)) {
            seen = seen(guard, type, what, limit);
            if (what != Case.TIMEOUT || !seen.contains(", 0 calls")) {
                break;
            }
        }
        return seen;
    }

    /** Makes the call, and waits until what must come out has come, or does not come. */
    private static String seen(Guard guard, ReturnType type, Case what, Duration limit) throws Exception {
        guard.prepare(CONTEXT);
        Runnable accept = () -> {};
        if (what == Case.REJECT) {
            accept = guard.refuse(CONTEXT);
        } else if (what == Case.TIMEOUT) {
            guard.shorten(CONTEXT, limit);
        }
        Script script = new Script(what.act);
        Calls bean = CONTEXT.getBean(guard.bean(what));
        org.springframework.test.util.AopTestUtils.<Calls>getTargetObject(bean)
                .script
                .set(script);
        Map<String, Long> before = guard.counts(CONTEXT);
        ReturnType.Running running = type.begin(bean);
        if (what == Case.CANCEL) {
            assertThat(script.running.await(10, TimeUnit.SECONDS)).isTrue();
            running.cancellation().run();
        }
        soon().until(running.outcome()::isDone);
        if (script.calls.get() > 0 && (what == Case.CANCEL || what == Case.TIMEOUT)) {
            assertThat(script.stopped.await(10, TimeUnit.SECONDS))
                    .as("what ran was stopped")
                    .isTrue();
        }
        String expected = guard.expected(what);
        String[] last = new String[1];
        try {
            soon().until(() -> {
                last[0] = told(running, script) + "; " + counted(before, guard.counts(CONTEXT));
                return last[0].equals(expected) || (what == Case.TIMEOUT && last[0].contains(", 0 calls"));
            });
        } catch (org.awaitility.core.ConditionTimeoutException other) {
            // the assertion tells it better
        }
        accept.run();
        return last[0];
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private static String told(ReturnType.Running running, Script script) {
        int calls = script.calls.get();
        return running.told() + (calls == 1 ? "" : ", " + calls + " calls");
    }

    private static String counted(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> more = new HashMap<>(after);
        before.forEach((name, count) -> more.merge(name, count, (now, then) -> now - then));
        String counted = after.keySet().stream()
                .filter(name -> more.getOrDefault(name, 0L) != 0)
                .map(name -> more.getOrDefault(name, 0L) == 1 ? name : name + " " + more.getOrDefault(name, 0L))
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "nothing counted" : counted;
    }
}
