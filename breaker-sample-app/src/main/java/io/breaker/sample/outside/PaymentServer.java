package io.breaker.sample.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The payment service: {@code POST /charges} answers 201 to a charge and 200 to one that was made before, which it knows by
 * the header {@code Idempotency-Key}.
 */
final class PaymentServer {

    private static final int KEYS_TO_REMEMBER = 100_000;

    private final Set<String> charged = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KEYS_TO_REMEMBER;
        }
    }));
    private final ExecutorService threads = Executors.newCachedThreadPool(PaymentServer::daemon);
    private final Duration takes;
    private final TrafficCounter traffic = new TrafficCounter();
    private volatile boolean failing;
    private HttpServer http;

    /** @param takes how long it needs for each answer */
    PaymentServer(Duration takes) {
        this.takes = takes;
        this.http = listen();
    }

    PaymentTraffic takeTraffic() {
        return traffic.take();
    }

    synchronized InetSocketAddress address() {
        return http.getAddress();
    }

    /** Whether each answer is 503. */
    void failing(boolean failing) {
        this.failing = failing;
    }

    /** Breaks all connections; what was charged is not forgotten. */
    synchronized void stop() {
        http.stop(0);
    }

    synchronized void start() {
        http = listen();
    }

    private HttpServer listen() {
        try {
            HttpServer server = HttpServer.create(Loopback.port(0), 1024);
            server.createContext("/charges", this::charge);
            server.setExecutor(threads);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("The payment service did not start", e);
        }
    }

    private void charge(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            work();
            exchange.sendResponseHeaders(status(exchange), -1);
        }
    }

    /** Counted as over before its client can know: the next call is not a second one at the same time. */
    private void work() {
        traffic.begin();
        try {
            TimeUnit.MILLISECONDS.sleep(takes.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            traffic.end();
        }
    }

    private int status(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (failing) {
            return 503;
        }
        if (!exchange.getRequestMethod().equals("POST") || key == null) {
            return 400;
        }
        return charged.add(key) ? 201 : 200;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "payment");
        thread.setDaemon(true);
        return thread;
    }
}
