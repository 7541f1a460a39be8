package io.breaker.sample.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void hasDefaults() {
        assertThat(Options.parse()).isEqualTo(new Options(URI.create("http://localhost:8080"), 200, 8, "", false));
    }

    @Test
    void acceptsValuesWithAndWithoutEqualsSign() {
        assertThat(Options.parse("--rate", "50", "--seconds=3", "--url=http://host:1/", "--only", "redis hang"))
                .isEqualTo(new Options(URI.create("http://host:1"), 50, 3, "redis hang", false));
    }

    @Test
    void helpIsAnOption() {
        assertThat(Options.parse("--rate", "50", "--help").help()).isTrue();
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertRefused("--speed is no option: see --help", "--speed", "9");
        assertRefused("fast needs a value, or is no option: see --help", "fast");
        assertRefused("--rate is fast: must be a number from 10 to 2000", "--rate", "fast");
        assertRefused("--seconds is 1: must be a number from 2 to 60", "--seconds=1");
        assertRefused("--url is 8080: must be like http://localhost:8080", "--url", "8080");
    }

    private static void assertRefused(String message, String... args) {
        assertThatExceptionOfType(DrillException.class)
                .isThrownBy(() -> Options.parse(args))
                .withMessage(message);
    }
}
