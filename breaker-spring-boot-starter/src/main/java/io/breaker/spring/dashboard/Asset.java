package io.breaker.spring.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;

/** A file of the page. They stand beside this class, and only those that are named here are served. */
final class Asset {

    static final String PAGE = "dashboard.html";

    private static final Map<String, String> TYPES = Map.of(
            PAGE,
            "text/html",
            "dashboard.css",
            "text/css",
            "dashboard.js",
            "text/javascript",
            "icon.svg",
            "image/svg+xml",
            "uplot.iife.min.js",
            "text/javascript",
            "uplot.min.css",
            "text/css",
            "uplot.license.txt",
            "text/plain");

    private final MediaType type;
    private final byte[] content;
    private final String etag;

    private Asset(MediaType type, byte[] content) {
        this.type = type;
        this.content = content;
        this.etag = "\"" + DigestUtils.md5DigestAsHex(content) + "\"";
    }

    static Stream<String> names() {
        return TYPES.keySet().stream();
    }

    static Map<String, Asset> all() {
        return TYPES.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> read(entry.getKey(), entry.getValue())));
    }

    private static Asset read(String name, String type) {
        try (InputStream stream = Asset.class.getResourceAsStream(name)) {
            byte[] content = Objects.requireNonNull(stream, name).readAllBytes();
            return new Asset(new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spring answers 304 where the browser has that version already. */
    ResponseEntity<byte[]> answer() {
        return ResponseEntity.ok().headers(Headers.ofFile(type, etag)).body(content);
    }
}
