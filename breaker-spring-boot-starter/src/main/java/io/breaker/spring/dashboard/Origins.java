package io.breaker.spring.dashboard;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Whether a browser says that a page of ours asks. */
final class Origins {

    private Origins() {}

    /** Where there is no {@code Origin}, no page asks. Behind a proxy the page has the name that the proxy was asked by. */
    static boolean isOwn(HttpHeaders headers) {
        String origin = headers.getOrigin();
        if (origin == null) {
            return true;
        }
        String asking = authority(origin);
        return asking != null
                && Stream.of(headers.getFirst("X-Forwarded-Host"), headers.getFirst(HttpHeaders.HOST))
                        .filter(Objects::nonNull)
                        .map(known -> first(known).toLowerCase(Locale.ROOT))
                        .anyMatch(asking::equals);
    }

    /** Each proxy of several adds its own. */
    private static String first(String hosts) {
        int comma = hosts.indexOf(',');
        return (comma < 0 ? hosts : hosts.substring(0, comma)).strip();
    }

    private static @Nullable String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? null : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException none) { // such as "null", of a page in a sandbox
            return null;
        }
    }
}
