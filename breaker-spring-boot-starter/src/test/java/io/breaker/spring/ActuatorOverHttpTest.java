package io.breaker.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.RejectedCallException;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.metrics.PrometheusText;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** What comes over the wire of a real server: health, endpoints and the Prometheus scrape. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = ActuatorOverHttpTest.Application.class,
        properties = {
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.circuitbreakers.access=unrestricted",
            "management.endpoint.health.show-details=always",
            "management.prometheus.metrics.export.enabled=true"
        })
class ActuatorOverHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private RetryRegistry retries;

    @Autowired
    private RateLimiterRegistry rateLimiters;

    @Autowired
    private TimeLimiterRegistry timeLimiters;

    @Autowired
    private BulkheadRegistry bulkheads;

    @Autowired
    private ThreadPoolBulkheadRegistry threadPools;

    @BeforeEach
    void startWithFreshInstances() {
        breakers.all().forEach(breaker -> breakers.remove(breaker.name()));
        breakers.circuitBreaker("redis");
        retries.retry("redis");
        rateLimiters.remove("redis");
        rateLimiters.rateLimiter("redis");
        timeLimiters.remove("redis");
        timeLimiters.timeLimiter("redis");
        bulkheads.bulkhead("redis");
        threadPools.threadPoolBulkhead("redis");
    }

    @Test
    void theHealthComponentIsTheContractsToTheLetter() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        Map<?, ?> components = (Map<?, ?>) requireNonNull(tree(response.body()).get("components"));
        String redis = """
                {"redis":{"status":"UP","details":{"failureRate":"-1.0%","failureRateThreshold":"10.0%",\
                "slowCallRate":"-1.0%","slowCallRateThreshold":"100.0%","bufferedCalls":0,"slowCalls":0,\
                "slowFailedCalls":0,"failedCalls":0,"notPermittedCalls":0,"state":"CLOSED"}}}""";
        assertThat(components.get("circuitBreakers")).isEqualTo(Map.of("status", "UP", "details", tree(redis)));
        assertThat(response.body()).contains(redis); // in this order: Boot puts its own two fields in the alphabet's
        assertThat(get("/health/circuitBreakers").statusCode()).isEqualTo(200);
    }

    @Test
    void anOpenBreakerLeavesTheApplicationUp() throws Exception {
        breakers.circuitBreaker("redis").forceOpen();

        assertThat(get("/health/circuitBreakers").body())
                .startsWith("{\"details\":{\"redis\":{\"status\":\"CIRCUIT_OPEN\",")
                .endsWith("\"status\":\"UP\"}");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void theHealthComponentOfRateLimitersIsTheTwin() throws Exception {
        rateLimiters.rateLimiter("redis").acquire();
        assertThat(get("/health/rateLimiters").body()).isEqualTo("""
                        {"details":{"redis":{"status":"UP","details":{"availablePermissions":1,\
                        "numberOfWaitingThreads":0}}},"status":"UP"}""");

        rateLimiters.rateLimiter("redis").acquire();
        assertThat(get("/health/rateLimiters").body())
                .contains("\"redis\":{\"status\":\"RATE_LIMITED\"")
                .endsWith("\"status\":\"UP\"}");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aRateLimiterIsShownWithTheHealthFieldsFirst() throws Exception {
        HttpResponse<String> response = get("/ratelimiters/redis");

        assertThat(response.body()).isEqualTo("""
                        {"availablePermissions":2,"numberOfWaitingThreads":0,"rejectedCalls":0,\
                        "config":{"limitForPeriod":2,"limitRefreshPeriod":"PT1S","timeoutDuration":"PT0S"}}""");
        assertThat(get("/ratelimiters").body()).isEqualTo("{\"rateLimiters\":{\"redis\":" + response.body() + "}}");
    }

    @Test
    void aTimeLimiterIsShown() throws Exception {
        assertThat(get("/timelimiters/redis").body()).isEqualTo("""
                        {"successfulCalls":0,"failedCalls":0,"timedOutCalls":0,\
                        "config":{"timeoutDuration":"PT1S","cancelRunningFuture":true}}""");
        assertThat(get("/timelimiters").body()).startsWith("{\"timeLimiters\":{\"redis\":{");
    }

    @Test
    void bulkheadsOfBothKindsAreShown() throws Exception {
        HttpResponse<String> response = get("/bulkheads/redis");

        assertThat(response.body()).startsWith("""
                        {"bulkheads":[{"name":"redis","type":"SEMAPHORE","availableConcurrentCalls":25,\
                        "maxAllowedConcurrentCalls":25,"waitingCalls":0,"rejectedCalls":0,\
                        "config":{"maxConcurrentCalls":25,"maxWaitDuration":"PT0S","fairCallHandlingEnabled":true}},\
                        {"name":"redis","type":"THREAD_POOL","threadPoolSize":0,"coreThreadPoolSize":1,\
                        "maxThreadPoolSize":2,"activeThreadCount":0,"runningCalls":0,"queueDepth":0,\
                        "queueCapacity":100,"rejectedCalls":0,"config":{"coreThreadPoolSize":1,""");
        assertThat(get("/bulkheads").body()).isEqualTo(response.body());
    }

    @Test
    void aBreakerIsShownWithTheHealthFieldsFirst() throws Exception {
        HttpResponse<String> response = get("/circuitbreakers/redis");

        assertThat(response.body()).startsWith("""
                        {"failureRate":"-1.0%","failureRateThreshold":"10.0%","slowCallRate":"-1.0%",\
                        "slowCallRateThreshold":"100.0%","bufferedCalls":0,"slowCalls":0,"slowFailedCalls":0,\
                        "failedCalls":0,"notPermittedCalls":0,"state":"CLOSED","since":\"""");
        assertThat(tree(get("/circuitbreakers").body()).get("circuitBreakers"))
                .isEqualTo(Map.of("redis", tree(response.body())));
    }

    @Test
    void aRetryIsShown() throws Exception {
        assertThat(get("/retries/redis").body()).startsWith("""
                        {"successfulWithoutRetry":0,"successfulWithRetry":0,"failedWithoutRetry":0,\
                        "failedWithRetry":0,"config":{"maxAttempts":3,"waitDuration":"PT0.5S",""");
        assertThat(get("/retries").body()).startsWith("{\"retries\":{\"redis\":{");
    }

    @Test
    void aPostMovesABreaker() throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/redis", "{\"updateState\": \"FORCE_OPEN\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("""
                        {"circuitBreakerName":"redis","currentState":"FORCED_OPEN",\
                        "message":"Circuit breaker 'redis' is now FORCED_OPEN."}""");
        assertThat(get("/circuitbreakerevents/redis/STATE_TRANSITION").body())
                .contains("\"stateTransition\":\"State transition from CLOSED to FORCED_OPEN\"");
    }

    @Test
    void aForcedStateTakesWhoWhyAndForHowLong() throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/redis", """
                {"updateState": "FORCE_OPEN", "reason": "they move", "by": "alice", "for": "30m"}""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Circuit breaker 'redis' is now FORCED_OPEN for PT30M.");
        assertThat(get("/circuitbreakers/redis").body())
                .contains("\"why\":\"by alice: they move; for PT30M\"", "\"by\":\"alice\"", "\"until\":\"");
        assertThat(get("/circuitbreakerevents/redis").body()).contains("by alice: they move; for PT30M");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"updateState\": \"CLOSED\"}", "{\"updateState\": null}", "{}", "{\"updateState\": 1}", ""})
    void aPostWithoutAKnownStateIsABadRequestThatNamesTheKnownOnes(String body) throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/redis", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("must be one of CLOSE, OPEN, HALF_OPEN, FORCE_OPEN, DISABLE, METRICS_ONLY, RESET.");
        assertThat(breakers.circuitBreaker("redis").snapshot().cause()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/circuitbreakers/ghost",
        "/retries/ghost",
        "/bulkheads/ghost",
        "/ratelimiters/ghost",
        "/timelimiters/ghost",
        "/health/rateLimiters/ghost",
        "/circuitbreakerevents/ghost",
        "/circuitbreakerevents/ghost/ERROR",
        "/circuitbreakerevents/redis/SUCCESS",
        "/retryevents/ghost",
        "/retryevents/ghost/ERROR",
        "/retryevents/redis/SUCCESS",
        "/bulkheadevents/ghost",
        "/bulkheadevents/redis/SUCCESS",
        "/ratelimiterevents/ghost",
        "/ratelimiterevents/redis/SUCCESS",
        "/timelimiterevents/ghost",
        "/timelimiterevents/redis/SUCCESS"
    })
    void unknownNamesAndTypesAreNotFoundAndCreateNothing(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
        assertThat(breakers.all()).hasSize(1);
        assertThat(retries.all()).hasSize(1);
        assertThat(bulkheads.all()).hasSize(1);
        assertThat(threadPools.all()).hasSize(1);
        assertThat(rateLimiters.all()).hasSize(1);
        assertThat(timeLimiters.all()).hasSize(1);
    }

    @Test
    void whatIsNotFoundIsToldWithASentence() throws Exception {
        assertThat(get("/circuitbreakerevents/ghost").body())
                .isEqualTo("{\"message\":\"There is no circuit breaker 'ghost'.\"}");
        assertThat(get("/timelimiterevents/redis/SUCCESS").body())
                .isEqualTo("{\"message\":\"type is 'SUCCESS': must be one of TIMEOUT, CONFIG_CHANGE.\"}");
    }

    @Test
    void eventsOfTheOtherPoliciesAreListed() throws Exception {
        rateLimiters.rateLimiter("redis").acquire();
        rateLimiters.rateLimiter("redis").acquire();
        assertThat(catchThrowable(() -> rateLimiters.rateLimiter("redis").acquire()))
                .isInstanceOf(RejectedCallException.class);
        timeLimiters.timeLimiter("redis").note(TimeLimiter.Outcome.TIMEOUT);

        assertThat(get("/ratelimiterevents/redis/FAILED_ACQUIRE").body())
                .matches("\\{\"rateLimiterEvents\":\\[\\{\"rateLimiterName\":\"redis\",\"type\":\"FAILED_ACQUIRE\","
                        + "\"creationTime\":\"[^\"]+Z\",\"count\":1,\"lastTime\":\"[^\"]+Z\"}]}");
        assertThat(get("/timelimiterevents").body())
                .matches("\\{\"timeLimiterEvents\":\\[\\{\"timeLimiterName\":\"redis\",\"type\":\"TIMEOUT\","
                        + "\"creationTime\":\"[^\"]+Z\",\"durationInMs\":1000}]}");
        assertThat(get("/retryevents").body()).isEqualTo("{\"retryEvents\":[]}");
        assertThat(get("/bulkheadevents/redis").body()).isEqualTo("{\"bulkheadEvents\":[]}");
    }

    @Test
    void aPostToAnUnknownBreakerIsNotFoundAndCreatesNothing() throws Exception {
        HttpResponse<String> response = post("/circuitbreakers/ghost", "{\"updateState\": \"OPEN\"}");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("There is no circuit breaker 'ghost'.");
        assertThat(breakers.all()).hasSize(1);
    }

    @Test
    void theScrapeIsWellFormedAndShowsTheState() throws Exception {
        breakers.circuitBreaker("redis").forceOpen();

        PrometheusText scrape = PrometheusText.parse(get("/prometheus").body());

        assertThat(scrape.value("breaker_circuitbreaker_state", "{name=redis, state=forced_open}"))
                .isEqualTo(1);
        assertThat(scrape.value("breaker_ratelimiter_available_permissions", "{name=redis}"))
                .isEqualTo(2);
        assertThat(scrape.value("breaker_bulkhead_max_allowed_concurrent_calls", "{name=redis}"))
                .isEqualTo(25);
        assertThat(scrape.value("breaker_bulkhead_max_thread_pool_size", "{name=redis}"))
                .isEqualTo(2);
        assertThat(scrape.value("breaker_timelimiter_calls_total", "{kind=timeout, name=redis}"))
                .isZero();
        assertThat(scrape.samples("breaker_")).noneMatch(sample -> sample.endsWith("NaN"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path));
    }

    private Map<?, ?> tree(String body) {
        return json.readValue(body, Map.class);
    }

    /** Everything that Boot and we bring, but the policies from {@link ActuatorTestBeans}. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "io.breaker.spring.BreakerAutoConfiguration")
    @Import(ActuatorTestBeans.class)
    public static class Application {}
}
