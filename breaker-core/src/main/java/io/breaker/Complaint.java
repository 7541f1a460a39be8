package io.breaker;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Says once in the log that the user's code broke where it must not break a call. For policies. Thread-safe; throws
 * nothing, not even if the logging does.
 */
public final class Complaint {

    private final AtomicBoolean said = new AtomicBoolean();

    /**
     * Logs a warning, the first time.
     *
     * @param log where to
     * @param thrown what the user's code threw
     * @param message what broke and what that means
     */
    public void warn(Logger log, Throwable thrown, String message) {
        if (!said.compareAndSet(false, true)) {
            return;
        }
        try {
            log.warn(message, thrown);
        } catch (Throwable unprintable) { // a message or a logger of the user's can throw, too
            // there is no better place to say so
        }
    }
}
