package io.breaker.fleet;

/**
 * What an instance tells a store of one breaker. The numbers are totals, not changes: a report that arrives twice, or whose
 * answer is lost, does no harm.
 *
 * @param breaker the breaker's name
 * @param instance the instance's name, which no other living one has
 * @param known the newest state that it has seen; a store that has lost its data takes it from here
 * @param window its calls in the window since that state began
 * @param fast its calls in the last moments since that state began
 * @param open whether its own breaker has opened by itself, or is half-open after that
 * @param lease the number of the lease whose probe is under way, to be renewed; 0 for none
 * @param rules how it decides
 * @param action what else it wants
 */
public record FleetReport(
        String breaker,
        String instance,
        FleetState known,
        FleetTally window,
        FleetTally fast,
        boolean open,
        long lease,
        FleetRules rules,
        FleetAction action) {

    /** {@return whether something is wrong, so that the reports should be looked at soon} */
    public boolean isSuspicious() {
        return open || window.hasBad() || fast.hasBad();
    }
}
