package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that the health component and the endpoint of the breakers have in common, in the same order. */
final class CircuitBreakerFields {

    private CircuitBreakerFields() {}

    static Map<String, Object> of(CircuitBreakerSnapshot now, CircuitBreakerConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("failureRate", percent(now.failureRate()));
        fields.put("failureRateThreshold", percent(config.failureRateThreshold()));
        fields.put("slowCallRate", percent(now.slowCallRate()));
        fields.put("slowCallRateThreshold", percent(config.slowCallRateThreshold()));
        fields.put("bufferedCalls", now.bufferedCalls());
        fields.put("slowCalls", now.slowCalls());
        fields.put("slowFailedCalls", now.slowFailedCalls());
        fields.put("failedCalls", now.failedCalls());
        fields.put("notPermittedCalls", now.notPermittedCalls());
        fields.put("state", now.state().name());
        return fields;
    }

    /** One decimal, or two where they say more: "-1.0%", "10.0%", "33.33%". */
    static String percent(double rate) {
        BigDecimal rounded = BigDecimal.valueOf(rate).setScale(2, RoundingMode.HALF_UP);
        boolean oneIsEnough = rounded.stripTrailingZeros().scale() <= 1;
        return (oneIsEnough ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded).toPlainString() + "%";
    }
}
