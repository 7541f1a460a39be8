package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in a file.
 *
 * @param what it is, for people
 * @param named what the report must name: one of these
 */
record FuzzMutation(String what, List<String> named) {

    private static final Map<String, Object> SOME_MAP = Map.of("a", "1");
    private static final List<String> SOME_LIST = List.of("1", "2");

    /** In the wrong place they may be keys of Resilience4j's, which are no mistakes. */
    private static final Set<String> KNOWN_ELSEWHERE = Set.of("writable-stack-trace-enabled");

    /** Makes one mistake in a tree, or none if it does not fit the file. */
    private interface Mistake {
        @Nullable FuzzMutation make(FuzzFile file, Map<String, Object> breaker, Random random);
    }

    private static final List<Mistake> MISTAKES = List.of(
            FuzzMutation::badValue,
            FuzzMutation::badValue,
            FuzzMutation::badGeneralValue,
            FuzzMutation::typo,
            FuzzMutation::typo,
            FuzzMutation::typoAbove,
            FuzzMutation::keyOfTheOtherPolicy,
            FuzzMutation::settingOnTheWrongLevel,
            FuzzMutation::wrongShape,
            FuzzMutation::wrongShapeOfAnEntry,
            FuzzMutation::wrongShapeAbove,
            FuzzMutation::missingBase,
            FuzzMutation::circle,
            FuzzMutation::sameName,
            FuzzMutation::sameKey,
            FuzzMutation::nameThatSpringWouldChange,
            FuzzMutation::longKey,
            FuzzMutation::brokenPlaceholder);

    static @Nullable FuzzMutation random(FuzzFile file, Map<String, Object> breaker, Random random) {
        return MISTAKES.get(random.nextInt(MISTAKES.size())).make(file, breaker, random);
    }

    boolean isNamedIn(Problem problem) {
        return named.stream().anyMatch(problem.message()::contains);
    }

    /**
     * {@return whether a problem is the mistake or follows from it} Who inherits from what is gone has nothing there, a
     * window of calls is smaller than one of seconds may be, and what is left of a name that Spring has changed may be anything.
     */
    boolean explains(Problem problem) {
        return isNamedIn(problem)
                || (what.startsWith("no map") && problem.message().endsWith("there is no config of that name"))
                || (what.contains(FuzzKey.TYPE) && problem.message().contains(FuzzKey.SIZE + " is 2147483647"))
                || what.startsWith("name ");
    }

    private static FuzzMutation of(String what, String... named) {
        return new FuzzMutation(what, List.of(named));
    }

    private static PolicyKind policy(Random random) {
        return FuzzKind.pick(random, PolicyKind.values());
    }

    private static FuzzKey key(PolicyKind policy, Random random) {
        List<FuzzKey> keys = FuzzKey.of(policy);
        return keys.get(random.nextInt(keys.size()));
    }

    @SuppressWarnings("unchecked") // the trees of files consist of such maps
    private static Map<String, Object> below(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.computeIfAbsent(key, absent -> new LinkedHashMap<>());
    }

    /** An entry of any section, with the path to it. */
    private record Place(Map<String, Object> section, String name, Map<String, Object> entry) {}

    private static @Nullable Place place(Map<String, Object> breaker, PolicyKind policy, Random random) {
        Map<String, Object> section =
                below(below(breaker, policy.key()), random.nextInt(3) == 0 ? "configs" : "instances");
        List<String> names = List.copyOf(section.keySet());
        if (names.isEmpty()) {
            return null;
        }
        String name = names.get(random.nextInt(names.size()));
        return new Place(section, name, below(section, name));
    }

    private static String uniform(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Writes a setting, and takes the same one in other spellings away. */
    private static void write(Place place, String key, Object node) {
        place.entry.keySet().removeIf(other -> uniform(other).equals(uniform(key)));
        place.entry.put(key, node);
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? "" : value.trim();
    }

    private static @Nullable FuzzMutation badValue(FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        if (place == null) {
            return null;
        }
        FuzzKey key = key(policy, random);
        String bad = key.kind().bad(random);
        write(place, key.key(), random.nextInt(4) == 0 && key.kind() == FuzzKind.EXCEPTIONS ? List.of(bad) : bad);
        return of(
                "bad value " + key.key() + ": " + shortened(bad),
                key.key() + " is " + unquoted(bad),
                key.key() + "[0] is " + unquoted(bad));
    }

    private static String shortened(String text) {
        return text.length() < 100 ? text : text.substring(0, 100) + "...";
    }

    private static @Nullable FuzzMutation badGeneralValue(FuzzFile file, Map<String, Object> breaker, Random random) {
        List<String> keys = FuzzFile.GENERAL.keySet().stream().sorted().toList();
        String key = keys.get(random.nextInt(keys.size()));
        if (file.general.containsKey(key)) {
            return null;
        }
        String bad = Objects.requireNonNull(FuzzFile.GENERAL.get(key)).bad(random);
        Map<String, Object> at = breaker;
        String[] path = key.split("\\.", -1);
        for (int i = 0; i < path.length - 1; i++) {
            at = below(at, path[i]);
        }
        at.put(path[path.length - 1], bad);
        return of("bad value " + key + ": " + bad, key + " is " + unquoted(bad));
    }

    /** Changes a letter or two, so that no key is left. */
    private static @Nullable String misspelt(String key, Random random) {
        StringBuilder typo = new StringBuilder(key);
        for (int left = 1 + random.nextInt(2); left > 0 && typo.length() > 1; left--) {
            int at = random.nextInt(typo.length());
            char letter = (char) ('a' + random.nextInt(26));
            switch (random.nextInt(4)) {
                case 0 -> typo.deleteCharAt(at);
                case 1 -> typo.insert(at, letter);
                case 2 -> typo.setCharAt(at, letter);
                default -> typo.append(typo.charAt(at)).deleteCharAt(at);
            }
        }
        String text = typo.toString();
        boolean right = uniform(text).isEmpty()
                || !text.matches("[a-z].*[a-z]")
                || text.contains("--")
                || text.contains("..")
                || isKnown(text);
        return right ? null : text;
    }

    private static boolean isKnown(String text) {
        return FuzzKey.all().anyMatch(key -> uniform(key.key()).equals(uniform(text)))
                || Stream.of(PolicyKind.values())
                        .anyMatch(kind -> uniform(kind.key()).equals(uniform(text)))
                || List.of(
                                "breaker",
                                "baseconfig",
                                "configs",
                                "instances",
                                "metrics",
                                "observations",
                                "fallback",
                                "fleet")
                        .contains(uniform(text))
                || List.of("timesource", "aspectorder", "prefix", "enabled").contains(uniform(text));
    }

    private static @Nullable FuzzMutation typo(FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        FuzzKey key = key(policy, random);
        String typo = misspelt(random.nextInt(10) == 0 ? "base-config" : key.key(), random);
        if (place == null || typo == null) {
            return null;
        }
        place.entry.put(typo, key.kind().good(random).node());
        return of("typo " + typo, typo);
    }

    private static @Nullable FuzzMutation typoAbove(FuzzFile file, Map<String, Object> breaker, Random random) {
        Map<String, Object> at =
                random.nextBoolean() ? breaker : below(breaker, policy(random).key());
        String key = at == breaker
                ? FuzzKind.pick(
                        random,
                        policy(random).key(),
                        policy(random).key(),
                        "metrics",
                        "fallback",
                        "time-source",
                        "cache")
                : FuzzKind.pick(random, "configs", "instances", "metrics", "aspect-order");
        String typo = key.equals("cache") ? key : misspelt(key, random);
        if (typo == null || at.containsKey(typo)) {
            return null;
        }
        at.put(
                typo,
                FuzzKind.pick(random, (Object) "5", SOME_MAP, Map.of("instances", Map.of("x", SOME_MAP)), SOME_LIST));
        return of("typo " + typo, typo);
    }

    private static @Nullable FuzzMutation keyOfTheOtherPolicy(
            FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        FuzzKey key = key(policy(random), random);
        boolean both = FuzzKey.of(policy).stream().anyMatch(own -> own.key().equals(key.key()))
                || KNOWN_ELSEWHERE.contains(key.key());
        if (place == null || both) {
            return null;
        }
        place.entry.put(key.key(), key.kind().good(random).node());
        return of("other policy's " + key.key(), key.key());
    }

    private static @Nullable FuzzMutation settingOnTheWrongLevel(
            FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        FuzzKey key = key(policy, random);
        Object good = key.kind().good(random).node();
        if (!(good instanceof String text) || text.isEmpty()) {
            return null;
        }
        Map<String, Object> at = switch (random.nextInt(4)) {
            case 0 -> breaker;
            case 1 -> below(breaker, policy.key());
            case 2 -> below(below(breaker, policy.key()), "instances");
            default -> below(below(breaker, policy.key()), "configs");
        };
        if (at.keySet().stream().anyMatch(other -> uniform(other).equals(uniform(key.key())))) {
            return null;
        }
        at.put(key.key(), good);
        String named = at == breaker ? key.key().replaceFirst("\\..*", "") : key.key();
        return of(key.key() + " on the wrong level", named);
    }

    private static @Nullable FuzzMutation wrongShape(FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        if (place == null) {
            return null;
        }
        FuzzKey key = key(policy, random);
        boolean map = key.kind() == FuzzKind.EXCEPTIONS || random.nextBoolean();
        write(place, key.key(), map ? SOME_MAP : SOME_LIST);
        return of((map ? "map for " : "list for ") + key.key(), key.key() + " is a " + (map ? "map" : "list"));
    }

    private static @Nullable FuzzMutation wrongShapeOfAnEntry(
            FuzzFile file, Map<String, Object> breaker, Random random) {
        Place place = place(breaker, policy(random), random);
        if (place == null) {
            return null;
        }
        Object node = FuzzKind.pick(random, (Object) "5", "redis", SOME_LIST);
        place.section.put(place.name, node);
        String name = place.name.startsWith("[") ? place.name : "." + place.name;
        return of("no map: " + place.name, name + " is", name + "[0]", place.name);
    }

    private static @Nullable FuzzMutation wrongShapeAbove(FuzzFile file, Map<String, Object> breaker, Random random) {
        String policy = policy(random).key();
        String section = random.nextBoolean() ? "configs" : "instances";
        Object node = FuzzKind.pick(random, (Object) "5", SOME_LIST);
        if (random.nextBoolean()) {
            breaker.put(policy, node);
            return of("no map: " + policy, policy);
        }
        below(breaker, policy).put(section, node);
        return of("no map: " + section, policy + "." + section);
    }

    private static @Nullable FuzzMutation missingBase(FuzzFile file, Map<String, Object> breaker, Random random) {
        Place place = place(breaker, policy(random), random);
        if (place == null) {
            return null;
        }
        String missing = FuzzKind.pick(random, "nobody", "Default", "${nobody}", "no.body", "größe", "[x]", "a,b");
        write(place, "base-config", missing);
        return of("missing base " + missing, "base-config is " + missing);
    }

    private static @Nullable FuzzMutation circle(FuzzFile file, Map<String, Object> breaker, Random random) {
        String policy = policy(random).key();
        Map<String, Object> configs = below(below(breaker, policy), "configs");
        List<String> circle = List.of("ring1", "ring2", "ring3").subList(0, 1 + random.nextInt(3));
        for (int i = 0; i < circle.size(); i++) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("base-config", circle.get((i + 1) % circle.size()));
            configs.put(circle.get(i), config);
        }
        return of("circle of " + circle, policy + ".configs.ring1.base-config is");
    }

    private static @Nullable FuzzMutation sameName(FuzzFile file, Map<String, Object> breaker, Random random) {
        Place place = place(breaker, policy(random), random);
        if (place == null
                || place.name.startsWith("[")
                || !place.name.matches("[a-zA-Z]+.*")
                || place.entry.isEmpty()) {
            return null;
        }
        String other = FuzzKind.pick(
                random,
                place.name.toUpperCase(Locale.ROOT),
                place.name + "_",
                place.name.charAt(0) + "-" + place.name.substring(1));
        if (place.section.containsKey(other)) {
            return null;
        }
        place.section.put(other, new LinkedHashMap<>(place.entry));
        return of("same name " + other, other + " is the same name", place.name + " is the same name");
    }

    private static @Nullable FuzzMutation sameKey(FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        FuzzKey key = key(policy, random);
        if (place == null || !key.key().contains("-")) {
            return null;
        }
        write(place, key.key(), key.kind().good(random).node());
        String other =
                FuzzKind.pick(random, key.key().replace('-', '_'), key.key().toUpperCase(Locale.ROOT));
        place.entry.put(other, key.kind().good(random).node());
        return of("twice: " + key.key() + " and " + other, key.key(), other);
    }

    private static @Nullable FuzzMutation nameThatSpringWouldChange(
            FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        FuzzKey key = key(policy, random);
        String name = FuzzKind.pick(
                random, "pay.ment.uk", "c/d", "y z", "süß", "a:b", "k@l", "#1", "日本", "🙂", "a\\b", "[open");
        Map<String, Object> section = below(below(breaker, policy.key()), "instances");
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(key.key(), key.kind().good(random).node());
        section.put(name, entry);
        return of("name " + name, name, "open");
    }

    private static @Nullable FuzzMutation longKey(FuzzFile file, Map<String, Object> breaker, Random random) {
        Place place = place(breaker, policy(random), random);
        if (place == null) {
            return null;
        }
        String key = FuzzKind.pick(
                random,
                "k" + "ey".repeat(450),
                "a" + ".b".repeat(450),
                "a" + "[0]".repeat(300),
                "a" + "-b".repeat(450));
        place.entry.put(key, "1");
        return of("long key " + shortened(key), key.substring(0, 3));
    }

    private static @Nullable FuzzMutation brokenPlaceholder(FuzzFile file, Map<String, Object> breaker, Random random) {
        PolicyKind policy = policy(random);
        Place place = place(breaker, policy, random);
        FuzzKey key = key(policy, random);
        if (place == null) {
            return null;
        }
        String broken =
                FuzzKind.pick(random, "${nobody}", "${nobody", "${a${b}}", "${}", "#{1+1}", "${nobody:${neither}}");
        write(place, key.key(), broken);
        return of("placeholder in " + key.key() + ": " + broken, key.key() + " is");
    }

    static List<FuzzMutation> some(FuzzFile file, Map<String, Object> breaker, Random random) {
        List<FuzzMutation> made = new ArrayList<>();
        while (made.isEmpty()) {
            FuzzMutation mutation = random(file, breaker, random);
            if (mutation != null) {
                made.add(mutation);
            }
        }
        return made;
    }
}
