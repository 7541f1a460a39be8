package io.breaker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void aWholeRunWritesThePerformanceFile() {
        assertThat(Options.parse("long").out().getFileName()).hasToString("performance.md");
    }

    @Test
    void aPartOfARunDoesNotOverwriteThePerformanceFile() {
        assertThat(Options.parse("long", "--only", "retained").out().getFileName())
                .hasToString("performance-part.md");
    }

    @Test
    void theFileThatIsNamedIsWritten() {
        assertThat(Options.parse("short", "--out", "mine.md", "--only", "retained")
                        .out())
                .isEqualTo(Path.of("mine.md"));
    }

    @Test
    void onlyLinesThatAreNamedAreWanted() {
        Options part = Options.parse("short", "--only", "start-up");
        assertThat(part.wants("start-up")).isTrue();
        assertThat(part.wants("retained")).isFalse();
        assertThat(Options.parse("short").wants("retained")).isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse("short", "--olny", "retained"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--olny");
    }
}
