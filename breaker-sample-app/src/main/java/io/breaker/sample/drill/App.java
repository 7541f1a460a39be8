package io.breaker.sample.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as its operator sees it. Its connections are not those of the load. */
final class App {

    private static final List<String> SERVERS = List.of("redis", "payment");
    private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"(\\w+)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(1);

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    App(URI url) {
        this.url = url;
    }

    /** Ends all faults and closes all breakers. */
    void mend() {
        for (String server : SERVERS) {
            send("POST", "/faults/" + server, "{\"mode\":\"none\"}", TIMEOUT);
            updateBreaker(server, "CLOSE");
        }
    }

    void mendQuietly() {
        try {
            mend();
        } catch (DrillException e) {
            System.err.println(e.getMessage());
        }
    }

    /** Orders must not run out of stock, however often the drill is run. */
    void restock() {
        for (Load.Stock stock : Load.ordered()) {
            send("PUT", "/stocks/" + stock.path(), "{\"quantity\":1000000}", TIMEOUT);
        }
    }

    void disableBreakers() {
        SERVERS.forEach(server -> updateBreaker(server, "DISABLE"));
    }

    private void updateBreaker(String name, String state) {
        send("POST", "/actuator/circuitbreakers/" + name, "{\"updateState\":\"" + state + "\"}", TIMEOUT);
    }

    /** The fault ends by itself: a service that is stuck could not receive the request to end it. */
    void breakServer(Fault fault, int seconds) {
        String body = "{\"mode\":\"%s\",\"delay\":\"%s\",\"duration\":\"%ds\"}"
                .formatted(fault.mode(), fault.delay(), seconds);
        send("POST", "/faults/" + fault.server(), body, TIMEOUT);
    }

    /** The breaker's state, or {@code ?} if the service does not answer in time. */
    String breakerState(String name) {
        Matcher state = STATE.matcher(breaker(name));
        return state.find() ? state.group(1) : "?";
    }

    /** What the endpoint says of the breaker, or nothing if the service does not answer in time. */
    String breaker(String name) {
        try {
            return send("GET", "/actuator/circuitbreakers/" + name, "", LOOK_TIMEOUT);
        } catch (DrillException e) {
            return "";
        }
    }

    private String send(String method, String path, String body, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new DrillException(method + " " + url.resolve(path) + " answered " + response.statusCode() + ": "
                        + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new DrillException("Nothing answers at " + url + ": start the sample app first (see the README)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DrillException("Interrupted");
        }
    }
}
