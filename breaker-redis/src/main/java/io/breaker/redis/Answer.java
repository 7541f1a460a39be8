package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetProbes;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what the script answers: numbers, then the lengths of texts, then these. */
final class Answer {

    private static final int PHASE = 0;
    private static final int CAUSE = 1;
    private static final int HOLDER = 2;
    private static final int MODE = 3;
    private static final int REASON = 4;
    private static final int BY = 5;
    private static final int TEXTS = 6;

    private final byte[] bytes;
    private final String[] texts = new String[TEXTS];
    private int at;

    private Answer(ByteBuffer buffer) {
        bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
    }

    static FleetView read(ByteBuffer buffer) {
        return new Answer(buffer).view();
    }

    private FleetView view() {
        Duration age = Duration.ofMillis(number());
        Duration remaining = Duration.ofMillis(number());
        long epoch = number();
        int openings = (int) number();
        Duration overrideRemaining = Duration.ofMillis(number());
        FleetTally outcomes = tally();
        int lost = (int) number();
        long lease = number();
        FleetTally window = tally();
        FleetTally fast = tally();
        int instances = (int) number();
        boolean mixedRules = number() == 1;
        texts();
        FleetState state = new FleetState(
                epoch,
                phase(),
                one(FleetCause.class, texts[CAUSE]),
                age,
                remaining,
                openings,
                override(overrideRemaining));
        FleetProbes probes = new FleetProbes(outcomes, lost, texts[HOLDER].isEmpty() ? null : texts[HOLDER], lease);
        return new FleetView(state, probes, window, fast, instances, mixedRules);
    }

    private FleetPhase phase() {
        return Arrays.stream(FleetPhase.values())
                .filter(phase -> Arguments.letter(phase).equals(texts[PHASE]))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable FleetOverride override(Duration remaining) {
        FleetOverride.Mode mode = one(FleetOverride.Mode.class, texts[MODE]);
        return mode == null ? null : new FleetOverride(mode, texts[REASON], texts[BY], remaining);
    }

    /** A later version may know others: they are not known here. */
    private static <E extends Enum<E>> @Nullable E one(Class<E> type, String name) {
        return Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private FleetTally tally() {
        return new FleetTally(number(), number(), number());
    }

    private void texts() {
        int[] lengths = new int[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            lengths[i] = (int) number();
        }
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = new String(bytes, at, lengths[i], UTF_8);
            at += lengths[i];
        }
    }

    private long number() {
        int end = at;
        while (bytes[end] != ' ') {
            end++;
        }
        long number = Long.parseLong(new String(bytes, at, end - at, UTF_8));
        at = end + 1;
        return number;
    }
}
