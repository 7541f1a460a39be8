package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/** Runs the jcstress tests of this directory in a process of their own: it fails if one of them sees what it forbids. */
@Tag("interleavings")
class RacesTest {

    /** Few races, on one virtual machine, for a moment; the long set runs all of them, on machines of jcstress' choice. */
    private static final List<String> SHORT = List.of(
            "-t",
            "LastProbePermit|SettleAgainstTransition|ReconfigureAgainstAlarm|TwoTakeOneKeptPermit|GrantAgainstCancel"
                    + "|InnerEndAgainstOuterInterruption|LeaseTakeAgainstEndUnused|FleetOpensAgainstOwnTrip",
            "-jvmArgs",
            "-Xmx256m",
            "-sc",
            "false",
            "-af",
            "NONE",
            "-f",
            "1",
            "-fsm",
            "1",
            "-iters",
            "1",
            "-time",
            "100");

    @Test
    void noRaceEndsInAForbiddenWay() throws Exception {
        Path reports = Files.createDirectories(Path.of("target", "jcstress"));
        Path log = reports.toAbsolutePath().resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-m",
                "quick",
                "-r",
                reports.toAbsolutePath().toString()));
        if (!Boolean.getBoolean("breaker.proofs.long")) {
            command.addAll(SHORT);
        }

        int exit = new ProcessBuilder(command)
                .directory(reports.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        String output = Files.readString(log);
        assertThat(exit).as(output).isZero();
        assertThat(output)
                .contains("Failed tests: No matches.")
                .contains("Error tests: No matches.")
                .doesNotContain("All remaining tests: No matches.");
    }
}
