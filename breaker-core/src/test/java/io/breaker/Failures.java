package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What futures ended with. */
public final class Failures {

    private Failures() {}

    /** Null where none may be, as callers without checks of their own pass it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    public static <T> T nothing() {
        return null;
    }

    /** The very object that a future, which is done, was failed with: {@code get} would wrap it. */
    public static @Nullable Throwable of(CompletableFuture<?> future) {
        assertThat(future).isDone();
        List<@Nullable Throwable> seen = new ArrayList<>();
        future.whenComplete((value, thrown) -> seen.add(thrown));
        return seen.get(0);
    }
}
