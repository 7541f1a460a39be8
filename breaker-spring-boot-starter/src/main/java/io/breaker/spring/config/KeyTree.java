package io.breaker.spring.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Which keys there are below {@code breaker}. */
sealed interface KeyTree {

    /** A key that takes a value. */
    record Leaf(boolean list) implements KeyTree {}

    /** Names that the user chooses, with the same keys below each: of policies that nobody configures, nobody asks for them. */
    record Names(Supplier<Branch> keys) implements KeyTree {

        Branch entry() {
            return keys.get();
        }
    }

    /** Fixed keys, spelt with dashes. */
    record Branch(Map<String, KeyTree> children) implements KeyTree {

        /** {@return what stands below a key, however it is spelt} */
        @Nullable KeyTree child(String spelling) {
            KeyTree exact = children.get(spelling);
            return exact != null ? exact : relaxed(spelling);
        }

        private @Nullable KeyTree relaxed(String spelling) {
            String uniform = uniform(spelling);
            return children.entrySet().stream()
                    .filter(child -> uniform(child.getKey()).equals(uniform))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        /** {@return the keys that take values, here and further below, with dots between their parts} */
        Set<String> settings() {
            Set<String> settings = new LinkedHashSet<>();
            children.forEach((key, below) -> {
                if (below instanceof Branch branch) {
                    branch.settings().forEach(setting -> settings.add(key + "." + setting));
                } else if (below instanceof Leaf) {
                    settings.add(key);
                }
            });
            return settings;
        }

        /** {@return whether that is one of them, however it is spelt: with its dots or, as in a variable, without} */
        boolean hasSetting(String spelling) {
            String plain = uniform(spelling).replace(".", "");
            return settings().stream()
                    .anyMatch(setting -> uniform(setting).replace(".", "").equals(plain));
        }

        /** {@return whether all parts of a name from that one on, up to a key that takes a value, are keys} */
        boolean knows(ConfigurationPropertyName name, int from) {
            KeyTree at = this;
            for (int i = from; i < name.getNumberOfElements() && at instanceof Branch branch; i++) {
                at = branch.child(name.getElement(i, Form.ORIGINAL));
            }
            return at != null;
        }

        private static String uniform(String spelling) {
            return spelling.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
        }
    }

    /** {@return the tree, given what each policy's configs and instances can hold} */
    static Branch of(Map<PolicyKind, Supplier<Branch>> entries) {
        Map<String, KeyTree> root = new LinkedHashMap<>();
        entries.forEach((kind, entry) -> root.put(kind.key(), policy(entry)));
        root.put("fallback", branch(Map.of("aspect-order", new Leaf(false))));
        root.put("metrics", branch(Map.of("prefix", new Leaf(false))));
        root.put("observations", branch(Map.of("enabled", new Leaf(false))));
        root.put("time-source", new Leaf(false));
        root.put("fleet", entry(Keys.ofFleet()));
        root.put("dashboard", branch(Map.of("enabled", new Leaf(false), "controls", new Leaf(false))));
        return new Branch(root);
    }

    private static Branch policy(Supplier<Branch> entry) {
        Map<String, KeyTree> policy = new LinkedHashMap<>();
        policy.put("configs", new Names(entry));
        policy.put("instances", new Names(entry));
        policy.put("aspect-order", new Leaf(false));
        policy.put("metrics", branch(Map.of("enabled", new Leaf(false))));
        return new Branch(policy);
    }

    /** {@return what a config or an instance can hold} */
    static Branch entry(Keys keys) {
        Map<String, KeyTree> entry = new LinkedHashMap<>();
        keys.scalars().forEach(key -> put(entry, key, new Leaf(false)));
        keys.lists().forEach(key -> put(entry, key, new Leaf(true)));
        return new Branch(entry);
    }

    /** Puts a key with a dot below the key that stands before the dot. */
    private static void put(Map<String, KeyTree> entry, String key, Leaf leaf) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            entry.put(key, leaf);
        } else if (entry.computeIfAbsent(key.substring(0, dot), group -> new Branch(new LinkedHashMap<>()))
                instanceof Branch group) {
            group.children().put(key.substring(dot + 1), leaf);
        }
    }

    private static Branch branch(Map<String, KeyTree> children) {
        return new Branch(children);
    }

    /** {@return the keys that can follow here} */
    static Set<String> keys(Branch branch) {
        return branch.children().keySet();
    }
}
