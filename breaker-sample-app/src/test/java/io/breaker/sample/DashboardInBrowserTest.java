package io.breaker.sample;

import static io.breaker.sample.RunningApp.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.sample.browser.Chromium;
import io.breaker.sample.browser.Page;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The dashboard as an operator uses it, in a real browser; skipped where there is no Chromium on the path. With {@code
 * -Ddashboard.screenshots=true} it takes its time, and the pictures of the documentation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // by JUnit
class DashboardInBrowserTest {

    private static final boolean PICTURES = Boolean.getBoolean("dashboard.screenshots");

    private static final String PRELUDE = """
            const $ = id => document.getElementById(id);
            const tile = name => [...document.querySelectorAll('#breaker-tiles > article')]
                .find(t => t.querySelector('h3 button').textContent === name);
            const state = name => tile(name) ? tile(name).dataset.state : '';
            const part = (name, selector) => tile(name).querySelector(selector).textContent;
            const figure = (name, label) => [...tile(name).querySelectorAll('dl div')]
                .find(d => d.firstChild.textContent === label).lastChild.textContent;
            const row = name => [...document.querySelectorAll('#detail-settings tr')]
                .find(r => r.querySelector('th').textContent === name);
            const button = label => [...document.querySelectorAll('button')].find(b => b.textContent === label);
            """;

    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private int port;
    private Api api;
    private ConfigurableApplicationContext app;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void start() throws IOException {
        Optional<Path> executable = Chromium.find();
        if (executable.isEmpty()) {
            System.out.println("The dashboard was not tried in a browser: there is no chromium on the path");
        }
        assumeTrue(executable.isPresent(), "there is no chromium on the path");
        chromium = Chromium.start(executable.get());
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        api = new Api(port);
        app = run();
        Random random = new Random(1);
        load.scheduleAtFixedRate(() -> call(random), 0, 60, TimeUnit.MILLISECONDS);
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(StockApplication.class)
                .run("--server.port=" + port, "--spring.main.banner-mode=off");
    }

    /** What becomes of it does not matter: the application may be away. */
    private void call(Random random) {
        api.getLater("/stocks/1/" + (1 + random.nextInt(9)));
        if (random.nextInt(10) < 4) {
            api.orderLater();
        }
    }

    @AfterAll
    void stop() throws Exception {
        load.shutdownNow();
        if (chromium != null) {
            chromium.close();
        }
        if (app != null) {
            app.close();
        }
    }

    @BeforeEach
    void openThePage() {
        page = chromium.open();
        page.resize(1280, 900);
        page.prefer("light");
        page.go("http://localhost:" + port + "/actuator/breaker-dashboard", PRELUDE);
        await("both breakers are closed").atMost(Duration.ofSeconds(60)).until(() -> page.is("""
                document.readyState === 'complete' && state('redis') === 'CLOSED' && state('payment') === 'CLOSED'"""));
    }

    @AfterEach
    void mend() {
        api.heal();
        api.updateBreaker("redis", "CLOSE");
        api.updateBreaker("payment", "CLOSE");
        page.close();
    }

    private void until(String what, String isSo) {
        eventually().alias(what).until(() -> page.is(isSo));
    }

    private void picture(String name) throws IOException {
        if (PICTURES) {
            page.screenshot(Path.of("..", "docs", "dashboard-" + name + ".png"));
        }
    }

    private static void letThingsHappen(int seconds) {
        if (PICTURES) {
            await().pollDelay(Duration.ofSeconds(seconds))
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> true);
        }
    }

    @Test
    void tilesFollowABreakerThatOpensUnderLoadAndClosesAgain() throws IOException {
        assertThat(page.text("$('connection-text').textContent")).isEqualTo("live");
        assertThat(page.text("part('redis', '.state')")).isEqualTo("CLOSED");
        until("calls are seen", "parseFloat(figure('redis', 'ok/s')) > 0");
        until("durations are seen", "/ (µs|ms|s)$/.test(figure('redis', 'p99'))");
        until("a line is drawn", "tile('redis').querySelector('canvas')");
        letThingsHappen(75);
        picture("healthy");

        api.fault("redis", "errors", "400ms");
        until("redis opens under load", "state('redis') === 'OPEN'");
        assertThat(page.text("part('redis', '.why')")).matches("failure rate .*threshold 50.0%.* mostly \\d+ x .*");
        until("it counts down", "/next probe in [1-3] s/.test(part('redis', '.cost'))");
        until("it counts what it costs", "/^[1-9][0-9,]* calls? refused/.test(part('redis', '.cost'))");
        assertThat(page.text("document.querySelector('#breaker-tiles > article h3').textContent"))
                .as("what is open comes first")
                .isEqualTo("redis");
        assertThat(page.text("$('events').firstChild.textContent")).contains("redis");
        assertThat(page.text("$('announcements').textContent")).contains("redis is OPEN");
        assertThat(page.text("document.title")).startsWith("(1 open) ");
        if (PICTURES) {
            api.fault("payment", "slow", "400ms");
        }
        letThingsHappen(15);
        until("redis is open", "state('redis') === 'OPEN'");
        picture("open");
        page.prefer("dark");
        letThingsHappen(2);
        until("redis is open", "state('redis') === 'OPEN'");
        picture("dark");
        page.prefer("light");
        page.resize(360, 780);
        letThingsHappen(2);
        assertThat(page.value("document.documentElement.scrollWidth").asInt())
                .as("a phone need not scroll sideways")
                .isLessThanOrEqualTo(360);
        until("redis is open", "state('redis') === 'OPEN'");
        picture("phone");
        page.resize(1280, 900);
        api.fault("redis", "none", "400ms");
        until("redis closes after it was mended", "state('redis') === 'CLOSED'");
        thereIsNothingToComplainOf();
    }

    /** In order of reading, with the keyboard alone. */
    @Test
    void detailsSayWhereValuesComeFromToThoseWithoutAMouseAsWell() throws IOException {
        api.fault("redis", "errors", "400ms");
        until("redis opens", "state('redis') === 'OPEN'");
        api.fault("redis", "none", "400ms");
        page.value("tile('redis').querySelector('button').focus()");

        page.press("Enter");

        until("details are there", "row('failure-rate-threshold')");
        assertThat(page.text("row('failure-rate-threshold').textContent"))
                .matches("failure-rate-threshold50\\.0application\\.yml:\\d+ \\(config default\\)");
        assertThat(page.text("row('initial-state').textContent")).endsWith("default");
        assertThat(page.text("$('detail-events').textContent")).contains("failure rate");
        letThingsHappen(60);
        picture("detail");
        page.press("Escape");
        until("the view is closed", "!$('detail').open");
        assertThat(page.text("document.activeElement.textContent"))
                .as("the focus comes back")
                .isEqualTo("redis");
    }

    @Test
    void aScreenReaderIsToldOfAllThatMatters() {
        api.fault("redis", "errors", "400ms");
        until("redis opens", "state('redis') === 'OPEN'");
        api.fault("redis", "none", "400ms");

        assertThat(page.spoken())
                .contains(
                        "heading Circuit breakers",
                        "heading What has happened",
                        "button redis",
                        "button payment",
                        "article redis",
                        "searchbox Filter",
                        "link Skip to the circuit breakers")
                .anyMatch(said -> said.matches("StaticText (OPEN|HALF-OPEN|CLOSED)"))
                .anyMatch(said -> said.matches("StaticText redis is OPEN: failure rate.*"));
    }

    @Test
    void aButtonForcesABreakerOpenAndTrafficStops() {
        page.click("tile('payment').querySelector('button')");
        until("details are there", "row('failure-rate-threshold')");
        page.click("button('Force open')");
        assertThat(page.is("$('confirm').open")).as("a button asks first").isTrue();
        page.click("button('Cancel')");
        assertThat(api.stateInHealth("payment")).isEqualTo("CLOSED");
        page.click("button('Force open')");
        page.type("provider maintenance");
        page.value("$('confirm-for').value = '5m'");
        page.click("$('confirm-do')");

        until("payment is forced open", "state('payment') === 'FORCED_OPEN'");

        assertThat(page.text("$('detail-state').textContent")).contains("goes back by itself in 5 min 0 s");
        page.press("Escape");
        long before = passed("payment");
        until("calls are refused", "parseFloat(figure('payment', 'refused/s')) > 0");
        assertThat(passed("payment")).as("no call goes through").isEqualTo(before);
        assertThat(page.text("$('events').textContent")).contains("by unknown: provider maintenance; for PT5M");
        thereIsNothingToComplainOf();
    }

    private long passed(String breaker) {
        return api.get("/actuator/circuitbreakers/" + breaker)
                .json()
                .path("bufferedCalls")
                .asLong();
    }

    @Test
    void theStreamSurvivesARestartOfTheApplication() {
        app.close();
        until("the page says that it is cut off", "!$('lost').hidden");
        assertThat(page.text("$('lost').textContent")).contains("Connection lost");

        app = run();

        until("the page is live again by itself", "$('connection-text').textContent === 'live'");
        assertThat(page.is("$('lost').hidden")).isTrue();
        api.fault("redis", "errors", "400ms");
        until("it follows what happens", "state('redis') === 'OPEN'");
    }

    @Test
    void ofAHundredBreakersOnlyThoseThatAreSeenAndHaveChangedCostAnything() {
        CircuitBreakerRegistry registry = app.getBean(CircuitBreakerRegistry.class);
        for (int i = 0; i < 100; i++) {
            registry.circuitBreaker("quiet-" + i);
        }
        until("all are there", "document.querySelectorAll('#breaker-tiles > article').length === 102");
        until("rates are known", "figure('quiet-50', 'ok/s') === '0'");
        until("lines are drawn", "document.querySelectorAll('#breaker-tiles canvas').length > 0");
        page.value("""
                (() => {
                  window.changes = [];
                  window.redrawn = 0;
                  const element = node => node.closest ? node : node.parentNode;
                  new MutationObserver(seen => seen.map(change => element(change.target))
                      .filter(node => !node.closest('.since')).forEach(node => changes.push(node.outerHTML)))
                    .observe(tile('quiet-50'), {subtree: true, childList: true, attributes: true, characterData: true});
                  new MutationObserver(() => { redrawn++; })
                    .observe(tile('redis').querySelector('dl'), {subtree: true, childList: true, characterData: true});
                })()""");

        until("what is busy is redrawn", "redrawn >= 3");

        assertThat(page.text("changes.join('\\n')"))
                .as("but for its age a tile on which nothing happens is left alone")
                .isEmpty();
        assertThat(page.value("document.querySelectorAll('#breaker-tiles canvas').length")
                        .asInt())
                .as("lines that nobody sees are not drawn")
                .isLessThan(40);
        for (int i = 0; i < 100; i++) {
            registry.remove("quiet-" + i);
        }
        until("they are gone", "document.querySelectorAll('#breaker-tiles > article').length === 2");
    }

    private void thereIsNothingToComplainOf() {
        assertThat(page.complaints()).isEmpty();
        assertThat(page.requests()).isNotEmpty().allMatch(url -> url.startsWith("http://localhost:" + port + "/"));
    }
}
