package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Instances in processes of their own, some of which are killed. */
class FleetOfProcessesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Redis redis = Redis.start();
    private final Provider provider = new Provider();
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private int born;

    /** A process, and the last word of its breaker. */
    private static final class Instance {

        private final Process process;
        private volatile String state = "";

        Instance(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "instance-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.matches("CLOSED|OPEN|HALF_OPEN")) {
                        state = line;
                    }
                }
            } catch (IOException e) {
                assert e.getMessage() != null; // it was killed
            }
        }
    }

    @AfterEach
    void endAll() {
        instances.forEach(instance -> instance.process.destroyForcibly());
        provider.close();
        redis.close();
    }

    private void start() {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-ea",
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FleetProcess.class.getName(),
                            Integer.toString(redis.port()),
                            Integer.toString(provider.port()),
                            "process-" + born++)
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            instances.add(new Instance(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the kernel does when there is no memory left: with SIGKILL. */
    private void killOne(Random random) {
        Instance instance = instances.remove(random.nextInt(instances.size()));
        instance.process.destroyForcibly();
        instance.process.onExit().join();
    }

    private void awaitAll(String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(instances)
                        .allSatisfy(i -> assertThat(i.state).isEqualTo(state)));
    }

    private void awaitCalls(int more) {
        int before = provider.calls();
        await().atMost(PATIENCE).until(() -> provider.calls() >= before + more);
    }

    @Test
    void theyOpenTogetherProbeOneByOneAndCloseTogetherThoughSomeAreKilled() {
        long seed = System.nanoTime();
        System.out.println("FleetOfProcessesTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            start();
        }
        awaitAll("CLOSED");
        awaitCalls(50);

        provider.works(false);
        await().atMost(PATIENCE).until(() -> instances.stream().noneMatch(instance -> instance.state.equals("CLOSED")));
        awaitCalls(1); // what was under way then has ended
        provider.mostAtATime();
        for (int i = 0; i < 4; i++) {
            awaitCalls(1 + random.nextInt(2));
            killOne(random);
            start();
            assertThat(provider.mostAtATime()).as("probes at a time").isLessThanOrEqualTo(1);
        }

        provider.works(true);
        awaitAll("CLOSED");
        awaitCalls(50);
    }
}
