package io.breaker.sample.drill;

import java.util.List;
import java.util.function.Predicate;

/**
 * A part of the fleet's drill.
 *
 * @param goal what each instance is expected to come to
 * @param least how many seconds it lasts at least; it goes on until all instances have come to the goal
 * @param most how many seconds it lasts at most
 */
record Stage(String title, String goalName, Predicate<Look> goal, int least, int most) {

    boolean isReached(List<Look> looks) {
        return looks.stream().allMatch(goal);
    }
}
