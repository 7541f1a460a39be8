package io.breaker.spring.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events as a browser reads them. */
final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    record Event(String type, JsonNode data) {

        @Nullable JsonNode tile(String id) {
            for (JsonNode tile : data.path("tiles")) {
                if (tile.path("id").asString().equals(id)) {
                    return tile;
                }
            }
            return null;
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** {@return the next event, or null at the end of the stream} */
    @Nullable Event next() throws IOException {
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Event(type, JSON.readTree(data.toString()));
            } else if (line.startsWith("event:")) {
                type = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5));
            }
        }
        return null;
    }

    /** {@return the next look at a tile} */
    JsonNode nextTile(String id) throws IOException {
        while (true) {
            JsonNode tile =
                    Objects.requireNonNull(next(), "there is more to come").tile(id);
            if (tile != null) {
                return tile;
            }
        }
    }

    /** Reads to the end, clean or not: a connection may be cut with the last bytes. */
    void drain() {
        try {
            while (next() != null) {
                // what was on its way
            }
        } catch (IOException cut) {
            // over, too
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
