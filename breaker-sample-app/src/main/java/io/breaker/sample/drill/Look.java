package io.breaker.sample.drill;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one instance says of its payment breaker.
 *
 * @param attached whether it takes part in the fleet
 * @param share how many percent of the calls it lets through while it is closed
 */
record Look(String state, boolean attached, int share) {

    static final Look NOTHING = new Look("?", false, 0);

    private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"(\\w+)\"");
    private static final Pattern ATTACHED = Pattern.compile("\"attached\"\\s*:\\s*(true|false)");
    private static final Pattern SHARE = Pattern.compile("\"admittedShare\"\\s*:\\s*\"(\\d+)");

    /** Reads the endpoint's answer. */
    static Look parse(String json) {
        Matcher state = STATE.matcher(json);
        Matcher attached = ATTACHED.matcher(json);
        Matcher share = SHARE.matcher(json);
        return state.find() && attached.find() && share.find()
                ? new Look(state.group(1), Boolean.parseBoolean(attached.group(1)), Integer.parseInt(share.group(1)))
                : NOTHING;
    }

    boolean isClosed() {
        return state.equals("CLOSED");
    }

    /** Open or half-open: calls are refused, except probes. */
    boolean holdsBack() {
        return state.equals("OPEN") || state.equals("HALF_OPEN");
    }

    boolean isAlone() {
        return !attached && !equals(NOTHING);
    }

    boolean isAtRest() {
        return attached && letsAllIn();
    }

    boolean letsAllIn() {
        return isClosed() && share == 100;
    }

    /** {@code CLOSED 37%} while calls come back by and by; a star where Redis is not there. */
    @Override
    public String toString() {
        return state + (isClosed() && share < 100 ? " " + share + "%" : "") + (attached ? "" : "*");
    }
}
