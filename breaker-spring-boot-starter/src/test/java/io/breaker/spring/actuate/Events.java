package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Takes the answers of endpoints of events apart. */
final class Events {

    private Events() {}

    /** {@return the lines of an answer} */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> of(String key, Object answer) {
        return (List<Map<String, Object>>) requireNonNull(((Map<String, Object>) answer).get(key));
    }

    static List<String> types(String key, Object answer) {
        return of(key, answer).stream()
                .map(event -> String.valueOf(event.get("type")))
                .toList();
    }

    /** {@return the sum of the counts of lines that stand for many events each} */
    static long count(List<Map<String, Object>> lines) {
        return lines.stream()
                .mapToLong(line -> (Long) requireNonNull(line.get("count")))
                .sum();
    }

    /** {@return the sentence of an answer whose status is 404} */
    static Object missing(Object answer) {
        assertThat(answer).isInstanceOf(WebEndpointResponse.class);
        WebEndpointResponse<?> response = (WebEndpointResponse<?>) answer;
        assertThat(response.getStatus()).isEqualTo(404);
        return requireNonNull(((Map<?, ?>) requireNonNull(response.getBody())).get("message"));
    }
}
