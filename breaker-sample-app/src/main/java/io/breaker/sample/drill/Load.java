package io.breaker.sample.drill;

import io.breaker.sample.drill.Answer.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steady load: requests leave at their time whether or not earlier ones were answered, as those of many users do, and a
 * request's time counts from the moment it was due. Four in five ask for a stock, one in five places an order.
 */
final class Load implements AutoCloseable {

    private static final int MOST_WAITING = 1_000;
    private static final int ORDER_EVERY = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A product in a store. */
    record Stock(int store, int product) {

        String path() {
            return store + "/" + product;
        }
    }

    private final Options options;
    private final Recorder recorder;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Random random = new Random(42);
    private final Thread sender = new Thread(this::sendAll, "load");
    private volatile boolean closed;

    Load(Options options, Recorder recorder) {
        this.options = options;
        this.recorder = recorder;
        sender.setDaemon(true);
        sender.start();
    }

    /** The stocks that orders take from: few, so that most stocks stay in the cache. */
    static List<Stock> ordered() {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(store -> IntStream.rangeClosed(91, 100).mapToObj(product -> new Stock(store, product)))
                .toList();
    }

    /** How many requests have no answer yet. */
    int waiting() {
        return waiting.get();
    }

    private void sendAll() {
        long start = System.nanoTime();
        for (long sent = 0; !closed; sent++) {
            long due = start + TimeUnit.SECONDS.toNanos(sent) / options.rate();
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            send(sent % ORDER_EVERY == 0 ? order() : read(), due);
        }
    }

    private void send(HttpRequest request, long due) {
        if (waiting.get() >= MOST_WAITING) {
            recorder.add(new Answer(due, 0, Kind.NOT_SENT));
            return;
        }
        waiting.incrementAndGet();
        var unused = http.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
            waiting.decrementAndGet();
            recorder.add(new Answer(due, System.nanoTime() - due, kind(response)));
        });
    }

    private static Kind kind(@Nullable HttpResponse<String> response) {
        if (response == null) {
            return Kind.FAILED;
        }
        return switch (response.statusCode()) {
            case 200 -> response.body().contains("\"servedBy\":\"redis\"") ? Kind.REDIS : Kind.DATABASE;
            case 201 -> Kind.PAID;
            case 202 -> Kind.PENDING;
            default -> Kind.FAILED;
        };
    }

    private HttpRequest read() {
        Stock stock = new Stock(1 + random.nextInt(3), 1 + random.nextInt(100));
        return request("/stocks/" + stock.path()).GET().build();
    }

    private HttpRequest order() {
        Stock stock = new Stock(1 + random.nextInt(3), 91 + random.nextInt(10));
        String body = "{\"storeId\":\"%d\",\"productId\":\"%d\",\"quantity\":1}".formatted(stock.store, stock.product);
        return request("/orders").POST(BodyPublishers.ofString(body)).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(options.url().resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
    }

    @Override
    public void close() {
        closed = true;
    }
}
