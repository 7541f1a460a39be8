package io.breaker.spring.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.StringUtils;

/** Writes nested maps as YAML in the many ways in which people do. */
final class FuzzYaml {

    private static final Set<String> GROUPS = Set.of("fastwindow", "recovery", "fleet");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> variables = new ArrayList<>();

    private FuzzYaml(Random random) {
        this.random = random;
    }

    static String of(Map<String, Object> breaker, Random random) {
        FuzzYaml yaml = new FuzzYaml(random);
        if (random.nextBoolean()) {
            yaml.text.append("breaker:\n");
            yaml.map(breaker, 1);
        } else {
            breaker.forEach((key, node) -> yaml.entry("breaker." + key, node, 0));
        }
        return String.join("", yaml.variables) + yaml.text;
    }

    /** {@return a key with dashes in one of the spellings that Spring takes for the same} */
    static String spell(String key, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> StringUtils.uncapitalize(camel(key));
            case 1 -> key.replace('-', '_');
            case 2 -> key.replace('-', '_').toUpperCase(Locale.ROOT);
            default -> key;
        };
    }

    private static String camel(String key) {
        StringBuilder camel = new StringBuilder();
        for (String word : key.split("-", -1)) {
            camel.append(StringUtils.capitalize(word));
        }
        if (!DataObjectPropertyName.toDashedForm(StringUtils.uncapitalize(camel.toString()))
                .equals(key)) {
            throw new AssertionError(key);
        }
        return camel.toString();
    }

    private void map(Map<String, Object> map, int depth) {
        nested(map).forEach((key, node) -> entry(key, node, depth));
    }

    /** Puts keys that begin alike below what they begin with, now and then. */
    @SuppressWarnings("unchecked") // made here
    private Map<String, Object> nested(Map<String, Object> map) {
        Map<String, Object> nested = new LinkedHashMap<>();
        boolean nests = random.nextBoolean();
        map.forEach((key, node) -> {
            String group = key.substring(0, Math.max(0, key.indexOf('.')));
            if (nests && GROUPS.contains(uniform(group)) && !map.containsKey(group)) {
                Map<String, Object> below =
                        (Map<String, Object>) nested.computeIfAbsent(group, any -> new LinkedHashMap<>());
                below.put(key.substring(group.length() + 1), node);
            } else {
                nested.put(key, node);
            }
        });
        return nested;
    }

    private static String uniform(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    @SuppressWarnings("unchecked") // keys are texts
    private void entry(String key, Object node, int depth) {
        Map<String, Object> map = node instanceof Map<?, ?> below ? (Map<String, Object>) below : Map.of();
        if (map.size() == 1 && random.nextInt(3) == 0) { // a.b: c
            Map.Entry<String, Object> only = map.entrySet().iterator().next();
            entry(
                    only.getKey().startsWith("[") ? key + only.getKey() : key + "." + only.getKey(),
                    only.getValue(),
                    depth);
            return;
        }
        text.append("  ".repeat(depth)).append(key(key)).append(':');
        if (node instanceof Map<?, ?> && (map.isEmpty() || random.nextInt(4) == 0)) {
            text.append(' ').append(flow(node)).append('\n');
        } else if (node instanceof Map<?, ?>) {
            text.append('\n');
            map(map, depth + 1);
        } else if (node instanceof List<?> list && !list.isEmpty() && random.nextBoolean()) {
            text.append('\n');
            list.forEach(item -> text.append("  ".repeat(depth + 1))
                    .append("- ")
                    .append(value(item))
                    .append('\n'));
        } else {
            text.append(' ').append(flow(node)).append('\n');
        }
    }

    private String flow(Object node) {
        if (node instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(key(String.valueOf(key)) + ": " + flow(value)));
            return "{ " + String.join(", ", entries) + " }";
        }
        if (node instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(this::value).toList()) + "]";
        }
        return value(node);
    }

    private static String key(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_.-]*") ? key : quoted(key);
    }

    /** Quotes where it must be, and where it need not be now and then; or says it by a placeholder. */
    private String value(Object node) {
        String value = String.valueOf(node);
        if (value.startsWith("\"")) {
            return value;
        }
        if (random.nextInt(12) == 0 && value.matches("[A-Za-z0-9.]+[A-Za-z]")) {
            return placeholder(value);
        }
        boolean plain = value.matches("[A-Za-z0-9+.][A-Za-z0-9+._%-]*") || value.matches("-?[0-9]+");
        boolean mayBeQuoted = !value.matches("(?i)0x.*|[0-9+]+\\.0|yes|no|on|off|true|false|~|null");
        return plain && (!mayBeQuoted || random.nextInt(5) > 0) ? value : quoted(value);
    }

    private String placeholder(String value) {
        if (random.nextBoolean()) {
            return "\"${nobody.says.this:" + value + "}\"";
        }
        String name = "variable" + variables.size();
        variables.add(name + ": \"" + value + "\"\n");
        return "\"${" + name + "}\"";
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
