package io.breaker.bulkhead;

import io.breaker.Permit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What became of those who waited. */
final class Places {

    private Places() {}

    /** {@return 1 if it got a permit, else 0} */
    static int granted(@Nullable CompletableFuture<Permit> place) {
        return place != null && place.isDone() && !place.isCompletedExceptionally() ? 1 : 0;
    }
}
