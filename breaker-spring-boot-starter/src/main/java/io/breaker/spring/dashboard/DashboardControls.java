package io.breaker.spring.dashboard;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.ManualChange;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The buttons of the page. Another site can make a browser post a form here, but neither this type of content nor this
 * header, unless the application lets other sites ask (CORS); and then the browser says which site asks.
 */
@RestController
@RequestMapping(Headers.BASE_PATH)
public final class DashboardControls {

    private final CircuitBreakerRegistry registry;

    /**
     * Makes it.
     *
     * @param registry the circuit breakers
     */
    public DashboardControls(CircuitBreakerRegistry registry) {
        this.registry = registry;
    }

    /**
     * Changes the state of one circuit breaker of this instance.
     *
     * @param marker that the page itself asks
     * @param headers say which page asks
     * @param body the breaker's name, the action, the reason, and for how long if not for good, as a JSON object
     * @param principal who is logged in, if anybody is
     * @return what was done; status 403 without the header or from another site, 400 for what is not understood, 404 without such a breaker
     */
    @PostMapping(path = "/breaker-dashboard/control", consumes = MediaType.APPLICATION_JSON_VALUE)
    public ResponseEntity<byte[]> control(
            @RequestHeader(name = "X-Breaker-Request", required = false) @Nullable String marker,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) @Nullable String body,
            @Nullable Principal principal) {
        if (marker == null) {
            return answer(HttpStatus.FORBIDDEN, "The header X-Breaker-Request is missing.");
        }
        if (!Origins.isOwn(headers)) {
            return answer(HttpStatus.FORBIDDEN, "Only this page itself may ask.");
        }
        Map<String, Object> wish;
        try {
            wish = JsonParserFactory.getJsonParser().parseMap(body == null ? "" : body);
        } catch (JsonParseException noJson) {
            return answer(HttpStatus.BAD_REQUEST, "The body is no JSON object.");
        }
        ControlAction action = ControlAction.parse(wish.get("action")).orElse(null);
        if (action == null) {
            return answer(HttpStatus.BAD_REQUEST, "action must be one of FORCE_OPEN, CLOSE, DISABLE, RESET.");
        }
        if (!(wish.get("reason") instanceof String reason) || reason.isBlank()) {
            return answer(HttpStatus.BAD_REQUEST, "reason is missing.");
        }
        Duration duration = null;
        if (wish.get("for") != null) {
            duration = action.takesDuration() ? duration(wish.get("for")) : null;
            if (duration == null) {
                return answer(HttpStatus.BAD_REQUEST, "for is for FORCE_OPEN and DISABLE, such as 30m or PT1H.");
            }
        }
        String name = String.valueOf(wish.get("name"));
        CircuitBreaker breaker = registry.find(name).orElse(null);
        if (breaker == null) {
            return answer(HttpStatus.NOT_FOUND, "There is no circuit breaker '" + name + "'.");
        }
        CircuitBreaker.State before = breaker.state();
        try {
            action.applyTo(breaker, new ManualChange(who(principal), reason, duration));
        } catch (IllegalArgumentException outOfRange) {
            return answer(HttpStatus.BAD_REQUEST, String.valueOf(outOfRange.getMessage()));
        }
        boolean stays = action == ControlAction.CLOSE && before == CircuitBreaker.State.CLOSED;
        return answer(
                HttpStatus.OK,
                "Circuit breaker '" + name + "' is " + (stays ? "already " : "now ") + breaker.state() + ".");
    }

    private static @Nullable Duration duration(@Nullable Object text) {
        try {
            return DurationStyle.detectAndParse(String.valueOf(text).strip());
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static String who(@Nullable Principal principal) {
        return principal == null || principal.getName() == null ? "unknown" : principal.getName();
    }

    private static ResponseEntity<byte[]> answer(HttpStatus status, String message) {
        return ResponseEntity.status(status).headers(Headers.ofData()).body(Json.bytes(Map.of("message", message)));
    }
}
