package io.breaker.sample.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Listens where Datadog would, and keeps what is posted. */
final class DatadogReceiver implements AutoCloseable {

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final JsonMapper mapper = new JsonMapper();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    DatadogReceiver() throws IOException {
        server.createContext("/api/v1/series", this::series);
        server.start();
    }

    /** One point of a series. */
    record Point(Series series, String type, double value) {}

    String uri() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void series(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(202, -1);
        }
    }

    /** All points, read strictly: a body that is no JSON is an error, as is a point that is no pair of numbers. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (String body : bodies) {
            for (JsonNode series : mapper.readTree(body).required("series").values()) {
                points.add(point(series));
            }
        }
        return points;
    }

    private static Point point(JsonNode series) {
        JsonNode points = series.required("points");
        JsonNode value = points.path(0).path(1);
        String name = series.required("metric").asString();
        if (points.size() != 1 || !value.isNumber() || !name.matches("[a-zA-Z][a-zA-Z0-9_.]{0,199}")) {
            throw new AssertionError("not a series: " + series);
        }
        Map<String, String> tags = new TreeMap<>();
        for (JsonNode tag : series.path("tags").values()) {
            String[] pair = tag.asString().split(":", 2);
            if (tags.put(pair[0], pair[1]) != null) {
                throw new AssertionError("a tag twice: " + series);
            }
        }
        return new Point(new Series(name, tags), series.required("type").asString(), value.asDouble());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
