package io.breaker.sample.ops;

import java.util.Map;
import java.util.TreeMap;

/** What is told apart in a system of metrics: a name with its tags. */
record Series(String name, Map<String, String> tags) {

    Series {
        tags = Map.copyOf(tags);
    }

    Series without(String... keys) {
        Map<String, String> less = new TreeMap<>(tags);
        for (String key : keys) {
            less.remove(key);
        }
        return new Series(name, less);
    }
}
