package io.breaker.spring.dashboard;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.json.JsonWriter;

/** Maps, lists and simple values as JSON, by Spring Boot's own writer: the page works without Jackson. */
final class Json {

    private static final JsonWriter<Object> WRITER = JsonWriter.standard();

    private Json() {}

    static String text(Object value) {
        return WRITER.writeToString(value);
    }

    static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }
}
