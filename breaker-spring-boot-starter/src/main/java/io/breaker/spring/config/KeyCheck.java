package io.breaker.spring.config;

import io.breaker.spring.config.KeyTree.Branch;
import io.breaker.spring.config.KeyTree.Leaf;
import io.breaker.spring.config.KeyTree.Names;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Finds keys below {@code breaker} that do not exist, wherever people write them by hand. Environment variables are left
 * alone: there, others may have variables that begin alike.
 */
final class KeyCheck {

    private static final String POLICIES =
            Arrays.stream(PolicyKind.values()).map(PolicyKind::key).sorted().collect(Collectors.joining(", "));

    /** Where in a key the name of a config or an instance stands. */
    private static final int NAME = 3;

    /** What stands between the parts of a key: a dot outside brackets, or nothing before a bracket. */
    private static final Pattern PARTS = Pattern.compile("\\.(?![^\\[]*])|(?<!\\.)(?=\\[)");

    /** A part that Spring leaves as it is. */
    private static final Pattern PLAIN = Pattern.compile("\\[[^]]*]|[A-Za-z0-9_][A-Za-z0-9_-]*");

    private final PropertyView view;
    private final Branch root;
    private final Problems problems;
    private final Map<String, Problem> former = new LinkedHashMap<>();

    KeyCheck(PropertyView view, Branch root, Problems problems) {
        this.view = view;
        this.root = root;
        this.problems = problems;
    }

    /** {@return the keys that are Resilience4j's and not Breaker's, each once} */
    List<Problem> ofResilience4j() {
        return List.copyOf(former.values());
    }

    void run() {
        view.rawFileNames().forEach(names -> {
            names.forEach(this::checkCharacters);
            checkSpellings(names);
        });
        view.fileNames().forEach(name -> walk(root, name, 1));
    }

    /** Spring drops what is no letter, digit, dash or underscore from what stands without brackets. */
    private void checkCharacters(String raw) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(raw, '.');
        if (PropertyView.text(name).equals(raw)) {
            return;
        }
        String[] parts = PARTS.split(raw, -1);
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            String parent = key.toString();
            key.append(i == 0 || parts[i].startsWith("[") ? "" : ".").append(parts[i]);
            if (!PLAIN.matcher(parts[i]).matches()) {
                odd(
                        parent,
                        parts[i],
                        key.toString(),
                        i == NAME && !parts[i].startsWith("[") && name.getNumberOfElements() > NAME && isSection(name),
                        name);
            }
        }
    }

    private void odd(String parent, String part, String key, boolean isName, ConfigurationPropertyName name) {
        if (part.isEmpty()) {
            add(
                    PropertyView.text(name) + " is written with an empty part: Spring drops it",
                    name,
                    "Remove the dot that has nothing beside it.");
        } else if (isName) {
            add(
                    key + " is a name with special characters: Spring drops them",
                    name,
                    "Write \"[" + part + "]\" in YAML, " + parent + "[" + part + "] in a properties file.");
        } else {
            add(
                    key + " is a key with special characters: Spring drops them",
                    name,
                    "Write it with letters, digits and dashes alone.");
        }
    }

    /** Of a key that one file spells in two ways, Spring takes one value and drops the other. */
    private void checkSpellings(List<String> rawNames) {
        Map<ConfigurationPropertyName, String> spellings = new HashMap<>();
        for (String raw : rawNames) {
            String key = raw.replaceFirst("\\[\\d+]$", "");
            ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
            String other = spellings.putIfAbsent(name, key);
            if (other != null && !other.equals(key) && isEntrySpeltAlike(name, other)) {
                add(
                        PropertyView.text(name) + " is the same key as " + other
                                + ": Spring takes one of them and drops the other",
                        ConfigurationPropertyName.adapt(raw, '.'),
                        "Keep one of them.");
            }
        }
    }

    /** Names in two spellings are a problem of their own. */
    private static boolean isEntrySpeltAlike(ConfigurationPropertyName name, String other) {
        return name.getNumberOfElements() <= NAME
                || name.getElement(NAME, Form.ORIGINAL)
                        .equals(ConfigurationPropertyName.adapt(other, '.').getElement(NAME, Form.ORIGINAL));
    }

    private void walk(KeyTree at, ConfigurationPropertyName name, int depth) {
        boolean end = depth == name.getNumberOfElements();
        if (at instanceof Leaf leaf) {
            leaf(leaf, name, depth, end);
        } else if (end) {
            valueInsteadOfKeys(name);
        } else if (at instanceof Names names) {
            walk(names.entry(), name, depth + 1);
        } else if (at instanceof Branch branch) {
            KeyTree next = branch.child(name.getElement(depth, Form.ORIGINAL));
            if (next == null) {
                unknown(branch, name, depth);
            } else {
                walk(next, name, depth + 1);
            }
        }
    }

    private void leaf(Leaf leaf, ConfigurationPropertyName name, int depth, boolean end) {
        if (end) {
            return;
        }
        boolean index = name.isNumericIndex(depth);
        if (leaf.list() && index && depth + 1 == name.getNumberOfElements()) {
            return;
        }
        String rule = leaf.list() ? "must be a list of single values" : "must be a single value";
        add(
                PropertyView.text(name.chop(depth)) + " is " + (index ? "a list" : "a map") + ": " + rule,
                name,
                "Write one value behind the key, with nothing below it"
                        + (leaf.list() ? ", or a list of single values." : "."));
    }

    private void valueInsteadOfKeys(ConfigurationPropertyName name) {
        Written written = view.read(name);
        if (written != null && !written.value().isBlank()) {
            problems.value(written, "must be a map of settings", "Write settings below " + written.setting() + ".");
        }
    }

    private void unknown(Branch branch, ConfigurationPropertyName name, int depth) {
        if (isFormer(name) || dotted(branch, name, depth)) {
            return;
        }
        boolean policy = depth == 1 && name.getNumberOfElements() > 2 && isSection(name);
        boolean lacksEntry = branch.child("instances") instanceof Names names && isSetting(names.entry(), name, depth);
        String key = PropertyView.text(isEntry(branch) || lacksEntry ? name : name.chop(depth + 1));
        String typo = PropertyView.text(
                isEntry(branch) ? name.subName(depth) : name.subName(depth).chop(1));
        Optional<String> near = Nearest.to(typo, known(branch));
        String why = policy ? "Breaker has no such policy; known: " + POLICIES : "Breaker has no such key";
        String meant = near.map(word -> "; did you mean " + word + "?").orElse("");
        add(key + " is unknown: " + why + meant, name, mend(branch, name, depth, typo, near));
    }

    private boolean isFormer(ConfigurationPropertyName name) {
        Written written = view.read(name);
        Optional<Problem> note = written == null ? Optional.empty() : Resilience4jKeys.note(written);
        note.ifPresent(problem -> former.putIfAbsent(problem.message(), problem));
        return note.isPresent();
    }

    private String mend(Branch branch, ConfigurationPropertyName name, int depth, String typo, Optional<String> near) {
        String parent = PropertyView.text(name.chop(depth));
        if (near.isPresent()) {
            return "Write " + near.get() + " instead of " + typo + ".";
        }
        if (branch.child("instances") instanceof Names names && leadsInto(names.entry(), name, depth)) {
            return "Write it below " + parent + ".instances.<name>, or below " + parent + ".configs.default for all.";
        }
        return "Remove it, or write one of the keys of " + parent + ": "
                + known(branch).stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    /** A name with dots that lacks its brackets looks like a key that is followed by known ones. */
    private boolean dotted(Branch branch, ConfigurationPropertyName name, int depth) {
        int end = name.getNumberOfElements();
        int key = IntStream.range(depth + 1, end)
                .filter(i -> isEntry(branch) && branch.child(name.getElement(i, Form.ORIGINAL)) != null)
                .findFirst()
                .orElse(-1);
        if (key < 0) {
            return false;
        }
        String dotted = IntStream.range(depth - 1, key)
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .collect(Collectors.joining("."));
        String parent = PropertyView.text(name.chop(depth - 1));
        add(
                parent + "." + dotted + " is a name with dots: Spring takes each part for a key of its own",
                name,
                "Write \"[" + dotted + "]\" in YAML, " + parent + "[" + dotted + "] in a properties file.");
        return true;
    }

    private static boolean isEntry(Branch branch) {
        return branch.children().containsKey(InstanceProperties.BASE_CONFIG);
    }

    private static boolean isSection(ConfigurationPropertyName name) {
        return List.of("configs", "instances").contains(name.getElement(2, Form.UNIFORM));
    }

    private static Set<String> known(Branch branch) {
        return isEntry(branch) ? branch.settings() : KeyTree.keys(branch);
    }

    private static boolean leadsInto(Branch entry, ConfigurationPropertyName name, int depth) {
        return IntStream.range(depth, name.getNumberOfElements()).anyMatch(i -> isSetting(entry, name, i));
    }

    private static boolean isSetting(Branch entry, ConfigurationPropertyName name, int from) {
        return entry.hasSetting(PropertyView.text(name.subName(from)));
    }

    private void add(String message, ConfigurationPropertyName name, String action) {
        Written written = view.read(name);
        problems.about(name, message, written == null ? null : written.origin(), action);
    }
}
