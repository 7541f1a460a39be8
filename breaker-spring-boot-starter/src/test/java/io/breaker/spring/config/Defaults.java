package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Compares a default that some text claims with the one that the code has. */
final class Defaults {

    private Defaults() {}

    /** Fails if the text, which may be missing or a word such as "none" where the code has nothing, says otherwise. */
    static void assertSame(String key, @Nullable String claimed, @Nullable Object inCode) {
        if (inCode == null || List.of().equals(inCode)) {
            assertThat(claimed == null || !claimed.matches("[0-9A-Z].*"))
                    .as("%s has no default, not %s", key, claimed)
                    .isTrue();
            return;
        }
        if (claimed == null) {
            throw new AssertionError(key + " has no default, but should have " + inCode);
        }
        if (inCode instanceof Duration duration) {
            assertThat(DurationStyle.detectAndParse(claimed)).as(key).isEqualTo(duration);
        } else if (inCode instanceof Number number) {
            assertThat(Double.parseDouble(claimed)).as(key).isEqualTo(number.doubleValue());
        } else {
            assertThat(claimed).as(key).isEqualTo(inCode.toString());
        }
    }
}
