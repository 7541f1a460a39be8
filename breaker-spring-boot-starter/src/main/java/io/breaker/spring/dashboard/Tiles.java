package io.breaker.spring.dashboard;

import io.breaker.TimeSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is seen of all policies, as it changes from tick to tick. For one thread. */
final class Tiles implements AutoCloseable {

    private final TimeSource time;
    private final Rates rates;
    private final RetryTiles retries;
    private final BreakerTiles breakers;
    private final OtherTiles others;
    private Map<String, String> seen = Map.of();

    Tiles(Policies policies, Journal journal, TimeSource time, InstantSource clock) {
        this.time = time;
        this.rates = new Rates(time.nanoTime());
        this.retries = new RetryTiles(policies.retries(), rates);
        this.breakers = new BreakerTiles(policies, journal, rates, clock);
        this.others = new OtherTiles(policies, rates);
    }

    /** Looks anew. {@return the tiles that look different now, and the ids of those that are gone, as parts of an object} */
    String tick() {
        rates.tick(time.nanoTime());
        List<Tile> now = new ArrayList<>();
        retries.tick();
        breakers.addTo(now, retries);
        retries.addTo(now);
        others.addTo(now);
        Map<String, String> before = seen;
        seen = new LinkedHashMap<>();
        now.forEach(tile -> seen.put(tile.id(), tile.json()));
        List<String> changed = new ArrayList<>();
        seen.forEach((id, json) -> {
            if (!json.equals(before.get(id))) {
                changed.add(json);
            }
        });
        List<String> gone =
                before.keySet().stream().filter(id -> !seen.containsKey(id)).toList();
        return "\"tiles\":" + array(changed) + ",\"gone\":" + Json.text(gone);
    }

    /** {@return all tiles as they were at the last tick, as a part of an object} */
    String all() {
        return "\"tiles\":" + array(List.copyOf(seen.values()));
    }

    private static String array(List<String> objects) {
        return objects.stream().collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public void close() {
        breakers.close();
        retries.close();
    }
}
