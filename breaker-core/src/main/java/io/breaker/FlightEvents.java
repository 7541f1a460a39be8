package io.breaker;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What Flight Recorder is told. For policies. Nothing is made or filled in before the recorder is at work and wants it: until
 * then a rejection costs one read, and no class of the recorder's is initialized but the one that is asked, for that takes
 * milliseconds. Where the runtime has no module {@code jdk.jfr} there is not even that.
 */
public final class FlightEvents {

    private static final boolean PRESENT = isPresent();

    private FlightEvents() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, FlightEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError noRecorder) {
            return false;
        }
    }

    /**
     * A call was refused.
     *
     * @param policy the kind of policy, as in property keys
     * @param name the instance
     * @param state the breaker's state, or {@code null} for other policies
     */
    public static void rejection(String policy, String name, @Nullable Enum<?> state) {
        if (PRESENT && FlightRecorder.isInitialized()) {
            Recorded.rejection(policy, name, state);
        }
    }

    /**
     * A circuit breaker changed its state, or was reset.
     *
     * @param name the breaker
     * @param from its state before
     * @param to its state now
     * @param cause why
     * @param evidence what was in the window, in words
     */
    public static void transition(String name, Enum<?> from, Enum<?> to, Enum<?> cause, String evidence) {
        if (PRESENT && FlightRecorder.isInitialized()) {
            Recorded.transition(name, from, to, cause, evidence);
        }
    }

    /** Loaded where the recorder is at work. */
    private static final class Recorded {

        static void rejection(String policy, String name, @Nullable Enum<?> state) {
            Rejection event = new Rejection();
            if (event.isEnabled()) {
                event.policy = policy;
                event.name = name;
                event.state = state == null ? null : state.name();
                event.commit();
            }
        }

        static void transition(String name, Enum<?> from, Enum<?> to, Enum<?> cause, String evidence) {
            Transition event = new Transition();
            if (event.isEnabled()) {
                event.name = name;
                event.from = from.name();
                event.to = to.name();
                event.cause = cause.name();
                event.evidence = evidence;
                event.commit();
            }
        }
    }

    @Name("io.breaker.Rejection")
    @Label("Rejection")
    @Description("A policy refused a call")
    @Category("Breaker")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the recorder reads the fields
    private static final class Rejection extends Event {

        @Label("Policy")
        @Nullable String policy;

        @Label("Name")
        @Nullable String name;

        @Label("State")
        @Description("The state of the circuit breaker; none for other policies")
        @Nullable String state;
    }

    @Name("io.breaker.CircuitBreakerTransition")
    @Label("Circuit Breaker Transition")
    @Description("A circuit breaker changed its state, or was reset")
    @Category("Breaker")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the recorder reads the fields
    private static final class Transition extends Event {

        @Label("Name")
        @Nullable String name;

        @Label("From")
        @Nullable String from;

        @Label("To")
        @Nullable String to;

        @Label("Cause")
        @Nullable String cause;

        @Label("Evidence")
        @Nullable String evidence;
    }
}
