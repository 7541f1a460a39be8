package io.breaker.spring.actuate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of an exception: never the exception itself, which may hold a large part of the heap. */
record ErrorSummary(String type, @Nullable String message) {

    private static final int LONGEST_MESSAGE = 200;

    static @Nullable ErrorSummary of(@Nullable Throwable thrown) {
        return thrown == null ? null : new ErrorSummary(thrown.getClass().getName(), cut(thrown.getMessage()));
    }

    private static @Nullable String cut(@Nullable String message) {
        if (message == null || message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        // Half a surrogate pair would not be text any more.
        int end =
                Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE;
        return message.substring(0, end);
    }

    void putDetails(Map<String, Object> fields) {
        fields.put("errorType", type);
        if (message != null) {
            fields.put("errorMessage", message);
        }
    }
}
