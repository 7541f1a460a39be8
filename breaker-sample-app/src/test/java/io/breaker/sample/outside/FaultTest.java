package io.breaker.sample.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.sample.outside.Fault.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @Test
    void delaysBy300MillisecondsUnlessToldOtherwise() {
        assertThat(Fault.parse("slow", null)).isEqualTo(new Fault(Mode.SLOW, Duration.ofMillis(300)));
        assertThat(Fault.parse("slow", "2s")).isEqualTo(new Fault(Mode.SLOW, Duration.ofSeconds(2)));
    }

    @Test
    void namesTheModesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("broken", null))
                .withMessage("mode is broken: must be one of none, down, hang, slow, errors");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse(null, null))
                .withMessageStartingWith("mode is null: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "300 parrots", "99999999999999999999s"})
    void refusesADelayThatIsNoDuration(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("slow", delay))
                .withMessage("delay is " + delay + ": must be a duration such as 300ms or 2s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5ms", "61s", "PT2H"})
    void refusesADelayOutOfRange(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("slow", delay))
                .withMessage("delay is " + delay + ": must be more than 0 and at most 60s");
    }
}
