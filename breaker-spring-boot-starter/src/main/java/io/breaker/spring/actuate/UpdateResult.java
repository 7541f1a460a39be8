package io.breaker.spring.actuate;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * How an operator's wish to change a circuit breaker went.
 *
 * @param status of HTTP
 * @param message a sentence
 */
record UpdateResult(int status, String message) {

    private static final int UNAVAILABLE = 503;

    static UpdateResult done(String message) {
        return new UpdateResult(WebEndpointResponse.STATUS_OK, message);
    }

    static UpdateResult refused(String message) {
        return new UpdateResult(WebEndpointResponse.STATUS_BAD_REQUEST, message);
    }

    static UpdateResult unconfirmed(String message) {
        return new UpdateResult(UNAVAILABLE, message);
    }
}
