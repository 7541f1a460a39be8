package io.breaker.fleet;

/**
 * A store's answer: the truth about one breaker, after what the question has changed.
 *
 * @param state where the breaker stands
 * @param probes how its probes go
 * @param window the calls of all instances when they were last added up, at most about a second ago while closed; in the
 *     other phases those that were counted last
 * @param fast the same of the last moments
 * @param instances how many instances are alive
 * @param mixedRules whether instances with different rules are alive
 */
public record FleetView(
        FleetState state, FleetProbes probes, FleetTally window, FleetTally fast, int instances, boolean mixedRules) {}
