package io.breaker.spring.dashboard;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A running application with a dashboard, on a real server. */
final class Shop implements AutoCloseable {

    /** On what it runs, on which port its page is, and below which path. */
    enum Kind {
        MVC_ON_ONE_PORT(WebApplicationType.SERVLET, false, "/actuator"),
        MVC_ON_TWO_PORTS(WebApplicationType.SERVLET, true, "/"),
        WEBFLUX_ON_ONE_PORT(WebApplicationType.REACTIVE, false, "/inside/manage"),
        WEBFLUX_ON_TWO_PORTS(WebApplicationType.REACTIVE, true, "/actuator");

        private final WebApplicationType type;
        final boolean twoPorts;
        private final String basePath;

        Kind(WebApplicationType type, boolean twoPorts, String basePath) {
            this.type = type;
            this.twoPorts = twoPorts;
            this.basePath = basePath;
        }

        String path(String path) {
            return (basePath.equals("/") ? "" : basePath) + path;
        }
    }

    /** Tomcat is there, too, and could run WebFlux. */
    private static final String NOT_NETTY =
            "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration,"
                    + "org.springframework.boot.tomcat.autoconfigure.actuate.web.server"
                    + ".TomcatReactiveManagementContextAutoConfiguration";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    final HttpClient client = HttpClient.newHttpClient();
    final ConfigurableApplicationContext context;
    private final Kind kind;

    Shop(Kind kind, String... arguments) {
        this.kind = kind;
        List<String> all = new ArrayList<>(List.of(
                "--spring.config.location=classpath:dashboard.yml",
                "--server.port=0",
                "--management.endpoints.web.base-path=" + kind.basePath,
                "--spring.autoconfigure.exclude=" + NOT_NETTY));
        if (kind.twoPorts) {
            all.add("--management.server.port=0");
        }
        all.addAll(List.of(arguments));
        context = new SpringApplicationBuilder(Application.class).web(kind.type).run(all.toArray(String[]::new));
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port(kind.twoPorts ? "local.management.port" : "local.server.port");
    }

    private int port(String property) {
        return context.getEnvironment().getRequiredProperty(property, Integer.class);
    }

    CircuitBreaker breaker(String name) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker(name);
    }

    Retry retry(String name) {
        return context.getBean(RetryRegistry.class).retry(name);
    }

    void remove(String breaker) {
        context.getBean(CircuitBreakerRegistry.class).remove(breaker);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + kind.path(path)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    EventStream stream() throws IOException, InterruptedException {
        return new EventStream(client.send(request("/breaker-dashboard/stream").build(), BodyHandlers.ofInputStream()));
    }

    /** Asks whether there is a stream. */
    int head() throws IOException, InterruptedException {
        HttpRequest request = request("/breaker-dashboard/stream")
                .method("HEAD", BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Presses a button from a page of that origin. */
    int pressFrom(String origin, String wish) throws IOException, InterruptedException {
        HttpRequest request = request("/breaker-dashboard/control")
                .header("Content-Type", "application/json")
                .header("X-Breaker-Request", "dashboard")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString(wish))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Presses a button, as the page does it if it is marked. */
    HttpResponse<String> press(String type, boolean marked, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/breaker-dashboard/control")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        if (marked) {
            request.header("X-Breaker-Request", "dashboard");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static String wish(String name, String action) {
        return """
                {"name": "%s", "action": "%s", "reason": "provider is\\ndown"}""".formatted(name, action);
    }

    @Override
    public void close() {
        context.close();
    }
}
