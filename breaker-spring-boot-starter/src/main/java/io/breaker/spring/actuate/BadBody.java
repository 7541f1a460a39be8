package io.breaker.spring.actuate;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/** What is said of bodies for {@link CircuitBreakersEndpoint} that are none. Others' bodies are others' business. */
final class BadBody {

    private static final String PATH = "/" + CircuitBreakersEndpoint.ID + "/";

    private BadBody() {}

    static byte[] answer() {
        return "{\"message\":\"The body must be a JSON object of keys and plain values; lists have commas.\"}"
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is about an endpoint, which Boot's own handlers serve, and ours of them. */
    static boolean isOurs(String path, @Nullable Object handler) {
        return path.contains(PATH)
                && handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith("org.springframework.boot.");
    }
}
