package io.breaker.spring.actuate;

import io.breaker.OneLine;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of an exception: never the exception itself, which may hold a large part of the heap. */
record ErrorSummary(String type, @Nullable String message) {

    private static final int LONGEST_MESSAGE = 200;

    static @Nullable ErrorSummary of(@Nullable Throwable thrown) {
        return thrown == null ? null : new ErrorSummary(thrown.getClass().getName(), message(thrown));
    }

    private static @Nullable String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? null : OneLine.of(message, LONGEST_MESSAGE);
    }

    void putDetails(Map<String, Object> fields) {
        fields.put("errorType", type);
        if (message != null) {
            fields.put("errorMessage", message);
        }
    }
}
