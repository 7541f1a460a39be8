package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.StringUtils;

class RulesTest {

    @Test
    void settingsInACoresMessageAreSpeltAsTheirKeys() {
        assertThat(
                        Rules.messageOf(
                                new IllegalArgumentException(
                                        "fastWindowSpan is PT1S: must be at least slidingWindowSize, recoveryRampDuration or fleetIsNone")))
                .isEqualTo("fast-window.span is PT1S: must be at least sliding-window-size, recovery.ramp-duration or"
                        + " fleet-is-none");
    }

    @Test
    void everyKeyBelowAnotherIsKnownByItsBuildersSpelling() {
        assertThat(Keys.dotted().values())
                .contains("fast-window.calls", "recovery.initial-share", "fleet.enabled")
                .allSatisfy(key -> assertThat(Rules.dashed(camelCase(key))).isEqualTo(key));
    }

    private static String camelCase(String key) {
        StringBuilder name = new StringBuilder();
        for (String word : StringUtils.delimitedListToStringArray(key.replace('.', '-'), "-")) {
            name.append(StringUtils.capitalize(word));
        }
        return StringUtils.uncapitalize(name.toString());
    }
}
