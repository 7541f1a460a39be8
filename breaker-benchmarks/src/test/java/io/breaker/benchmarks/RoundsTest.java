package io.breaker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.RunnerException;

/** Runs with figures that nobody measured. */
class RoundsTest {

    private static final String FLOORS = "^floor, 1 thread: (a bare call|two clock readings|one compare-and-set)";

    @TempDir
    Path directory;

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> measured = new ArrayList<>();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(standardOutput);
    }

    private boolean run(String length, int rounds, Rounds.Measurement measurement) throws IOException {
        Options options = Options.parse(
                length, "--only", FLOORS, "--rounds", Integer.toString(rounds), "--out", out().toString());
        return new Rounds(options, measurement).run();
    }

    private Path out() {
        return directory.resolve("tables.md");
    }

    private Sample measure(Case line) {
        measured.add(line.side());
        return new Sample(5, 5, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "long"})
    void printsTheTablesAndWritesThem(String length) throws IOException {
        assertThat(run(length, 2, this::measure)).isTrue();
        assertThat(Files.readString(out()))
                .contains("| two clock readings | 5.0 | 5.0 - 5.0 | 5.0 | 0 | - | 2 |")
                .containsPattern("- load round 1 of 2: -?[0-9.]+\n- load round 2 of 2: -?[0-9.]+\n");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(Files.readString(out()));
    }

    @Test
    void eachRoundTurnsTheOrderAround() throws IOException {
        run("short", 2, this::measure);
        assertThat(measured)
                .containsExactly(
                        "a bare call",
                        "two clock readings",
                        "one compare-and-set",
                        "one compare-and-set",
                        "two clock readings",
                        "a bare call");
    }

    @Test
    void aForkThatFailsLosesItsOwnLineAlone() throws IOException {
        assertThat(run("short", 1, line -> {
                    if (line.side().equals("two clock readings")) {
                        throw new RunnerException("wrapped", new IllegalStateException("the breaker\nis open"));
                    }
                    return measure(line);
                }))
                .isFalse();
        assertThat(measured).containsExactly("a bare call", "one compare-and-set");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("FAILED  floor, 1 thread: two clock readings: "
                        + "java.lang.IllegalStateException: the breaker is open");
        assertThat(Files.readString(out()))
                .contains(
                        "- **floor, 1 thread: two clock readings**: java.lang.IllegalStateException: the breaker is open")
                .contains("| two clock readings | - | - | - | - | - | 0, **1 failed** |")
                .contains("| one compare-and-set | ~5.0 |");
    }
}
