package io.breaker.sample.drill;

import io.breaker.sample.outside.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Starts three instances of the service, one Redis and one payment service; breaks payment for all three, then Redis. Ends
 * with 0 if all went as expected, with 1 if not.
 */
final class FleetDrill {

    private static final int SIZE = 3;
    private static final Duration PAYMENT_TAKES = Duration.ofMillis(300);

    private FleetDrill() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LoggingSystem.get(FleetDrill.class.getClassLoader()).beforeInitialize(); // The servers log nothing here.
        try {
            System.exit(run() ? 0 : 1);
        } catch (DrillException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run() throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("fleet-drill");
        Recorder recorder = new Recorder();
        FleetReport report = new FleetReport(System.out);
        System.out.println("Three instances start; they log to " + logs);
        SharedServers servers = new SharedServers(System.getenv("EMBEDDED_REDIS_EXECUTABLE"), PAYMENT_TAKES);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> close(servers), "close")); // Ctrl-C leaves no Redis behind.
        try (Fleet fleet = Fleet.start(SIZE, arguments(servers), logs, recorder);
                FleetWatch watch = new FleetWatch(fleet)) {
            FleetSession session = new FleetSession(servers, watch, recorder, report);
            List<StageResult> results = new FleetStages(servers, fleet, session).run();
            report.table(results);
            FleetStages.judge(results, report);
        }
        return report.allAsExpected();
    }

    private static List<String> arguments(SharedServers servers) {
        List<String> arguments = new ArrayList<>(servers.arguments());
        arguments.add("--spring.profiles.active=fleet");
        arguments.add("--order.settle-interval=1h"); // No calls but those of the load.
        return arguments;
    }

    private static void close(SharedServers servers) {
        try {
            servers.close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }
}
