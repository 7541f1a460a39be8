package io.breaker.spring.config;

import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A valid file as a model, and what must come of it: its layers laid upon each other in the plainest way. */
final class FuzzFile {

    private static final List<String> NAMES = List.of(
            "redis",
            "payments",
            "stock-service",
            "CB_Redis",
            "camelCase",
            "under_score",
            "UPPER",
            "x",
            "7up",
            "42",
            "[pay.ment.eu]",
            "[a/b]",
            "[größe 5]",
            "[With-Dash_and.dot]",
            "[x y]",
            "configs",
            "instances",
            "max-attempts");

    /** What one config or instance says itself. */
    static final class Entry {
        final String spelling;

        @Nullable String base;

        final Map<FuzzKey, FuzzValue> values = new LinkedHashMap<>();

        Entry(String spelling) {
            this.spelling = spelling;
        }

        /** {@return the name without the brackets that keep it together} */
        String name() {
            return spelling.startsWith("[") ? spelling.substring(1, spelling.length() - 1) : spelling;
        }
    }

    /** The entries of one policy. */
    static final class Policy {
        final List<Entry> configs = new ArrayList<>();
        final List<Entry> instances = new ArrayList<>();

        private @Nullable Entry config(@Nullable String name) {
            return configs.stream()
                    .filter(config -> config.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    final Map<PolicyKind, Policy> policies = new EnumMap<>(PolicyKind.class);
    final Map<String, FuzzValue> general = new LinkedHashMap<>();

    static final Map<String, FuzzKind> GENERAL = general();

    private static Map<String, FuzzKind> general() {
        Map<String, FuzzKind> general = new HashMap<>(Map.of(
                "time-source", FuzzKind.CLOCK,
                "metrics.prefix", FuzzKind.PREFIX,
                "fallback.aspect-order", FuzzKind.ORDER));
        general.put("observations.enabled", FuzzKind.SWITCH);
        general.put("fleet.prefix", FuzzKind.FLEET_NAME);
        general.put("fleet.scope", FuzzKind.FLEET_NAME);
        general.put("fleet.instance-id", FuzzKind.INSTANCE_ID);
        general.put("fleet.sync-interval", FuzzKind.SYNC);
        general.put("fleet.lease-duration", FuzzKind.LEASE);
        general.put("fleet.quorum-minimum", FuzzKind.COUNT);
        general.put("fleet.quorum-fraction", FuzzKind.FRACTION);
        general.put("fleet.detach-after", FuzzKind.DETACH);
        general.put("fleet.command-timeout", FuzzKind.COMMAND);
        general.put("fleet.startup-timeout", FuzzKind.STARTUP);
        for (PolicyKind kind : PolicyKind.values()) {
            general.put(kind.key() + ".aspect-order", FuzzKind.ORDER);
            general.put(kind.key() + ".metrics.enabled", FuzzKind.SWITCH);
        }
        return general;
    }

    static FuzzFile random(Random random) {
        FuzzFile file = new FuzzFile();
        for (PolicyKind kind : PolicyKind.values()) {
            file.policies.put(kind, policy(kind, random));
        }
        GENERAL.keySet().stream().sorted().forEach(key -> {
            if (random.nextInt(6) == 0) {
                file.general.put(key, Objects.requireNonNull(GENERAL.get(key)).good(random));
            }
        });
        return file;
    }

    private static Policy policy(PolicyKind kind, Random random) {
        Policy policy = new Policy();
        List<String> configs = names(random, random.nextInt(4));
        configs.forEach(name -> policy.configs.add(entry(kind, name, random)));
        if (random.nextBoolean()) {
            policy.configs.add(random.nextInt(configs.size() + 1), entry(kind, "default", random));
        }
        for (int i = 1; i < policy.configs.size(); i++) { // only to earlier ones: no circles
            if (random.nextBoolean()) {
                policy.configs.get(i).base =
                        policy.configs.get(random.nextInt(i)).name();
            }
        }
        names(random, 1 + random.nextInt(2)).forEach(name -> {
            Entry instance = entry(kind, name, random);
            if (!policy.configs.isEmpty() && random.nextInt(3) > 0) {
                instance.base = policy.configs
                        .get(random.nextInt(policy.configs.size()))
                        .name();
            } else if (random.nextInt(5) == 0) {
                instance.base = "default";
            }
            largeWindow(kind, instance, random);
            policy.instances.add(instance);
        });
        return policy;
    }

    private static List<String> names(Random random, int number) {
        Map<String, String> byUniform = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            byUniform.putIfAbsent(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""), name);
        }
        return List.copyOf(byUniform.values());
    }

    private static Entry entry(PolicyKind kind, String name, Random random) {
        Entry entry = new Entry(name);
        int oneIn = 1 + random.nextInt(8);
        for (FuzzKey key : FuzzKey.of(kind)) {
            if (random.nextInt(oneIn + 1) == 0) {
                entry.values.put(key, key.kind().good(random));
            }
        }
        return entry;
    }

    /** Seconds may be more than calls may be. */
    private static void largeWindow(PolicyKind kind, Entry instance, Random random) {
        if (kind == PolicyKind.CIRCUITBREAKER && random.nextInt(10) == 0) {
            instance.values.put(key(FuzzKey.TYPE), new FuzzValue("time-based", SlidingWindowType.TIME_BASED));
            instance.values.put(key(FuzzKey.SIZE), new FuzzValue("2147483647", Integer.MAX_VALUE));
        }
    }

    private static FuzzKey key(String name) {
        return FuzzKey.all().filter(key -> key.key().equals(name)).findFirst().orElseThrow();
    }

    /** {@return what must be in force for an instance, by key} */
    Map<String, @Nullable Object> expected(PolicyKind kind, Entry instance) {
        List<Entry> nearestFirst = layers(Objects.requireNonNull(policies.get(kind)), instance);
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        boolean minimum = false;
        for (FuzzKey key : FuzzKey.of(kind)) {
            FuzzValue found = nearestFirst.stream()
                    .map(layer -> layer.values.get(key))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            expected.put(key.key(), found == null ? key.normal() : found.expected());
            minimum |= found != null && key.key().equals(FuzzKey.MINIMUM);
        }
        boolean follows = !minimum
                && expected.get(FuzzKey.TYPE) == SlidingWindowType.COUNT_BASED
                && expected.get(FuzzKey.SIZE) instanceof Integer size
                && size < 100;
        if (follows) {
            expected.put(FuzzKey.MINIMUM, expected.get(FuzzKey.SIZE));
        }
        if (kind == PolicyKind.THREAD_POOL_BULKHEAD) {
            fitThreads(expected);
        }
        if (Boolean.TRUE.equals(expected.get(FuzzKey.FLEET))) {
            ofAFleet(FuzzKey.FAST_CALLS, 10, expected, nearestFirst);
            ofAFleet(FuzzKey.RAMP, Duration.ofSeconds(30), expected, nearestFirst);
        }
        return expected;
    }

    private static void ofAFleet(
            String key, Object normal, Map<String, @Nullable Object> expected, List<Entry> layers) {
        if (layers.stream().noneMatch(layer -> layer.values.containsKey(key(key)))) {
            expected.put(key, normal);
        }
    }

    /** Written sizes always fit each other; a default follows the other size where it would not. */
    private static void fitThreads(Map<String, @Nullable Object> expected) {
        int core = (Integer) Objects.requireNonNull(expected.get(FuzzKey.CORE_THREADS));
        int max = (Integer) Objects.requireNonNull(expected.get(FuzzKey.MAX_THREADS));
        if (core > max && max >= 16) { // written, since a default that large is no less than a written core
            expected.put(FuzzKey.CORE_THREADS, max);
        } else {
            expected.put(FuzzKey.MAX_THREADS, Math.max(core, max));
        }
    }

    private static List<Entry> layers(Policy policy, Entry instance) {
        List<Entry> layers = new ArrayList<>();
        for (Entry next = instance; next != null; next = policy.config(next.base)) {
            layers.add(next);
        }
        for (Entry next = policy.config("default"); next != null; next = policy.config(next.base)) {
            layers.add(next);
        }
        return layers;
    }

    /** {@return what must be in force outside of instances} */
    @Nullable Object general(String key, Object normal) {
        FuzzValue written = general.get(key);
        return written == null ? normal : written.expected();
    }

    /** {@return whether a warning is due that the breaker can never trip} */
    boolean cannotTrip(Entry instance) {
        Map<String, @Nullable Object> expected = expected(PolicyKind.CIRCUITBREAKER, instance);
        return expected.get(FuzzKey.TYPE) == SlidingWindowType.COUNT_BASED
                && expected.get(FuzzKey.MINIMUM) instanceof Integer minimum
                && expected.get(FuzzKey.SIZE) instanceof Integer size
                && minimum > size
                && Integer.valueOf(0).equals(expected.get(FuzzKey.FAST_CALLS))
                && Boolean.FALSE.equals(expected.get(FuzzKey.FLEET))
                && !Set.of("DISABLED", "METRICS_ONLY", "FORCED_OPEN")
                        .contains(String.valueOf(expected.get("initial-state")));
    }

    /** {@return the file as nested maps, keys in any spelling} */
    Map<String, Object> tree(Random random) {
        Map<String, Object> breaker = new LinkedHashMap<>();
        policies.forEach((kind, policy) -> {
            Map<String, Object> sections = new LinkedHashMap<>();
            sections.put("configs", entries(policy.configs, random));
            sections.put("instances", entries(policy.instances, random));
            breaker.put(kind.key(), sections);
        });
        general.forEach((key, value) -> put(breaker, key, value.node(), random));
        return breaker;
    }

    @SuppressWarnings("unchecked") // maps are all there is on the way
    private static void put(Map<String, Object> at, String path, Object node, Random random) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            at.put(FuzzYaml.spell(path, random), node);
        } else {
            Object below = at.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<>());
            put((Map<String, Object>) below, path.substring(dot + 1), node, random);
        }
    }

    private static Map<String, Object> entries(List<Entry> entries, Random random) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Map<String, Object> map = new LinkedHashMap<>();
            if (entry.base != null) {
                map.put(FuzzYaml.spell("base-config", random), entry.base);
            }
            entry.values.forEach((key, value) -> map.put(FuzzYaml.spell(key.key(), random), value.node()));
            section.put(entry.spelling, map);
        }
        return section;
    }
}
