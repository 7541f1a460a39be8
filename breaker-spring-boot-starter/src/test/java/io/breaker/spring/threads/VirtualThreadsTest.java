package io.breaker.spring.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@EnabledForJreRange(min = JRE.JAVA_25)
class VirtualThreadsTest {

    /** Waits while its class is initialized, which pins a thread on all Javas there are. */
    private static final class WaitsInItsInitializer {
        static {
            LockSupport.parkNanos(1_000_000);
        }

        static void initialize() {}
    }

    @Nested
    class NoThreadIsPinned {

        @TempDir
        private Path directory;

        private List<RecordedEvent> pinned(ThrowingRunnable calls) throws Exception {
            Path file = directory.resolve("pinned.jfr");
            try (Recording recording = new Recording()) {
                recording
                        .enable("jdk.VirtualThreadPinned")
                        .withThreshold(Duration.ZERO)
                        .withStackTrace();
                recording.start();
                calls.run();
                recording.stop();
                recording.dump(file);
            }
            return RecordingFile.readAllEvents(file);
        }

        @Test
        void byCallsThatWaitForPermits() throws Exception {
            VirtualCalls.run(() -> {}); // classes are initialized, which pins, once
            assertThat(pinned(() -> VirtualCalls.run(() -> {}))).isEmpty();
        }

        @Test
        void orElseTheRecordingShowsIt() throws Exception {
            assertThat(pinned(() -> VirtualCalls.run(WaitsInItsInitializer::initialize)))
                    .isNotEmpty();
        }
    }

    @Nested
    class NoThreadLocalIsKept {

        /** The JDK reports each thread-local that a virtual thread sets, if asked to at its start. */
        private static String output(String... arguments) throws Exception {
            Path output = Files.createTempFile("virtual-calls", ".txt");
            try {
                Process process = new ProcessBuilder(command(arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                assertThat(process.waitFor()).as(Files.readString(output)).isZero();
                return Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.delete(output);
            }
        }

        private static List<String> command(String... arguments) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djdk.traceVirtualThreadLocals=true",
                    "-cp",
                    System.getProperty("java.class.path"),
                    VirtualCalls.class.getName()));
            command.addAll(List.of(arguments));
            return command;
        }

        @Test
        void byCallsThatWaitForPermits() throws Exception {
            assertThat(output())
                    .contains(VirtualCalls.CALLS + " calls succeeded")
                    .doesNotContain("ThreadLocal");
        }

        @Test
        void orElseTheJdkSaysSo() throws Exception {
            assertThat(output("set one")).contains("calls succeeded").contains("java.lang.ThreadLocal.set");
        }
    }

    /** Calls that may fail. */
    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
