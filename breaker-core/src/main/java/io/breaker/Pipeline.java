package io.breaker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Several policies around one call, the first of them outermost. Immutable, and as thread-safe as its policies are. */
public final class Pipeline implements Policy {

    private final Policy outer;
    private final @Nullable Pipeline inner;

    private Pipeline(Policy outer, @Nullable Pipeline inner) {
        this.outer = outer;
        this.inner = inner;
    }

    /**
     * Puts policies around each other.
     *
     * @param outermostFirst one policy or more; the last stands next to the guarded code
     * @return a policy that applies them all
     * @throws IllegalArgumentException if there is no policy
     */
    public static Pipeline of(Policy... outermostFirst) {
        Pipeline pipeline = null;
        for (int i = outermostFirst.length - 1; i >= 0; i--) {
            pipeline = new Pipeline(outermostFirst[i], pipeline);
        }
        if (pipeline == null) {
            throw new IllegalArgumentException(
                    "A pipeline has no policy: pass at least one, such as a circuit breaker");
        }
        return pipeline;
    }

    /** {@return the policies, outermost first} */
    public List<Policy> policies() {
        List<Policy> all = new ArrayList<>();
        for (Pipeline rest = this; rest != null; rest = rest.inner) {
            all.add(rest.outer);
        }
        return List.copyOf(all);
    }

    @Override
    public String name() {
        return inner == null ? outer.name() : outer.name() + " > " + inner.name();
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        Pipeline rest = inner;
        return rest == null ? outer.call(body) : outer.call(() -> rest.call(body));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        Pipeline rest = inner;
        return rest == null ? outer.callAsync(body) : outer.callAsync(() -> rest.callAsync(body));
    }
}
