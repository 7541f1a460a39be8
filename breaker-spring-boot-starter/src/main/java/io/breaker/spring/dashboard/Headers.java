package io.breaker.spring.dashboard;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The headers of all answers. */
final class Headers {

    static final String BASE_PATH = "${management.endpoints.web.base-path:/actuator}";

    private Headers() {}

    /** Nothing from elsewhere, nothing inline, in nobody's frame. */
    private static HttpHeaders ofAll() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        return headers;
    }

    static HttpHeaders ofData() {
        HttpHeaders headers = ofAll();
        headers.setCacheControl("no-store");
        headers.setContentType(MediaType.APPLICATION_JSON);
        return headers;
    }

    /** Proxies such as nginx keep back what they think is a page that is not finished. */
    static HttpHeaders ofStream() {
        HttpHeaders headers = ofAll();
        headers.setCacheControl("no-store");
        headers.setContentType(MediaType.TEXT_EVENT_STREAM);
        headers.set("X-Accel-Buffering", "no");
        return headers;
    }

    /** Browsers ask each time whether it is still the same. */
    static HttpHeaders ofFile(MediaType type, String etag) {
        HttpHeaders headers = ofAll();
        headers.setCacheControl("no-cache");
        headers.setContentType(type);
        headers.setETag(etag);
        return headers;
    }
}
