package io.breaker.spring.dashboard;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The page, its files, and the details of one instance: all but the stream, the same for Spring MVC and WebFlux. */
@RestController
@RequestMapping(Headers.BASE_PATH)
public final class DashboardPage {

    private final Map<String, Asset> assets = Asset.all();
    private final Details details;

    /**
     * Makes it.
     *
     * @param details knows the configurations
     */
    public DashboardPage(Details details) {
        this.details = details;
    }

    /** {@return the page} */
    @GetMapping("/breaker-dashboard")
    public ResponseEntity<byte[]> page() {
        return Objects.requireNonNull(assets.get(Asset.PAGE)).answer();
    }

    /** {@return the way to the page, whose links are relative} */
    @GetMapping("/breaker-dashboard/")
    public ResponseEntity<Void> pageWithSlash() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("../breaker-dashboard"))
                .build();
    }

    /**
     * Serves a file of the page.
     *
     * @param name its name
     * @return the file; status 404 if there is none of that name
     */
    @GetMapping("/breaker-dashboard/assets/{name}")
    public ResponseEntity<byte[]> asset(@PathVariable("name") String name) {
        Asset asset = assets.get(name);
        return asset == null ? ResponseEntity.notFound().build() : asset.answer();
    }

    /**
     * Shows one instance's configuration, and where each value comes from.
     *
     * @param kind the key of its policy, such as {@code circuitbreaker}
     * @param name its name
     * @return its details; status 404 if there is no such instance
     */
    @GetMapping("/breaker-dashboard/detail")
    public ResponseEntity<byte[]> detail(@RequestParam("kind") String kind, @RequestParam("name") String name) {
        Map<String, @Nullable Object> found = details.of(kind, name);
        return found == null
                ? ResponseEntity.notFound().build()
                : ResponseEntity.ok().headers(Headers.ofData()).body(Json.bytes(found));
    }
}
