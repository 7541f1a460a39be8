package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class FlightEventsTest {

    private static final String REJECTION = "io.breaker.Rejection";
    private static final String TRANSITION = "io.breaker.CircuitBreakerTransition";

    @TempDir
    private Path directory;

    @Test
    void aRecordingHasTheRejectionsOfAllPolicies() throws IOException {
        List<RecordedEvent> events = recorded(new Recording(), () -> Refusing.refuseAll("flight"));

        assertThat(of(REJECTION, "flight", events))
                .extracting(event -> event.getString("policy"), event -> event.getString("state"))
                .containsExactly(
                        tuple("circuitbreaker", "FORCED_OPEN"),
                        tuple("bulkhead", null),
                        tuple("thread-pool-bulkhead", null),
                        tuple("ratelimiter", null));
        assertThat(of(REJECTION, "flight", events)).allMatch(event -> event.getStackTrace() == null);
    }

    @Test
    void aRecordingHasTheTransitionsWithTheirEvidence() throws IOException {
        CircuitBreaker breaker = CircuitBreaker.of(
                "flight", CircuitBreakerConfig.builder().slidingWindowSize(2).build());
        List<RecordedEvent> events = recorded(new Recording(), () -> {
            breaker.acquire().failure(new IOException());
            breaker.acquire().failure(new IOException());
            breaker.reset();
        });

        assertThat(of(TRANSITION, "flight", events))
                .extracting(
                        event -> event.getString("from"),
                        event -> event.getString("to"),
                        event -> event.getString("cause"))
                .containsExactly(tuple("CLOSED", "OPEN", "FAILURE_RATE"), tuple("OPEN", "CLOSED", "RESET"));
        assertThat(of(TRANSITION, "flight", events).get(0).getString("evidence"))
                .startsWith("failure rate 100.0%, threshold 50.0%; of 2 calls 2 failed");
        assertThat(of(TRANSITION, "flight", events)).allMatch(event -> event.getStackTrace() == null);
    }

    @Test
    void whatARecordingSwitchesOffItDoesNotHave() throws IOException {
        Recording transitionsAlone = new Recording();
        transitionsAlone.disable(REJECTION);

        List<RecordedEvent> events = recorded(transitionsAlone, () -> Refusing.refuseAll("flight"));

        assertThat(of(REJECTION, "flight", events)).isEmpty();
        assertThat(of(TRANSITION, "flight", events)).hasSize(1);
    }

    @Test
    void withoutARecordingNothingOfTheRecorderIsInitialized() throws Exception {
        assertThat(output("-Xlog:class+load"))
                .contains("refused", "jdk.jfr present: true", "io.breaker.FlightEvents ")
                .doesNotContain("io.breaker.FlightEvents$Recorded ", "io.breaker.FlightEvents$Rejection ")
                .doesNotContain("jdk.jfr.internal.MetadataRepository ");
    }

    @Test
    void aRuntimeWithoutTheRecorderWillDo() throws Exception {
        assertThat(output("--limit-modules=java.base")).contains("refused", "jdk.jfr present: false");
    }

    private List<RecordedEvent> recorded(Recording recording, Runnable action) throws IOException {
        Path file = directory.resolve("events.jfr");
        try (recording) {
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> of(String type, String name, List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .filter(event -> name.equals(event.getString("name")))
                .toList();
    }

    /** What a runtime of its own says, with nothing but the core and what that needs. */
    private String output(String option) throws IOException, InterruptedException {
        Path file = directory.resolve("output.txt");
        String classPath = Stream.of(Refusing.class, CircuitBreaker.class, Logger.class, NullMarked.class)
                .map(FlightEventsTest::place)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option));
        command.addAll(Arrays.asList("-cp", classPath, Refusing.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(file)).isZero();
        return Files.readString(file);
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** An application of which each policy refuses a call. */
    static final class Refusing {

        public static void main(String[] arguments) {
            refuseAll("main");
            boolean isThere = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
            System.out.println("refused; jdk.jfr present: " + isThere);
        }

        static void refuseAll(String name) {
            CircuitBreaker breaker = CircuitBreaker.of(name, CircuitBreakerConfig.ofDefaults());
            breaker.forceOpen();
            refused(breaker::acquire);
            Bulkhead bulkhead = Bulkhead.of(
                    name, BulkheadConfig.builder().maxConcurrentCalls(1).build());
            bulkhead.acquire();
            refused(bulkhead::acquire);
            ThreadPoolBulkhead threadPool = ThreadPoolBulkhead.of(name, ThreadPoolBulkheadConfig.ofDefaults());
            threadPool.close();
            refused(() -> threadPool.call(() -> "never"));
            RateLimiter limiter = RateLimiter.of(
                    name,
                    RateLimiterConfig.builder()
                            .limitForPeriod(1)
                            .limitRefreshPeriod(Duration.ofDays(1))
                            .build());
            limiter.acquire();
            refused(limiter::acquire);
        }

        private static void refused(Runnable call) {
            try {
                call.run();
            } catch (RejectedCallException expected) {
                return;
            }
            throw new AssertionError("the call was let through");
        }
    }
}
