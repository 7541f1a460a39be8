package io.breaker.spring.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' text format 0.0.4. It refuses what a scraper refuses or what breaks others: lines it does
 * not know, samples outside their family, two helps or types of one family, a family in two places, samples of one name
 * with different label names, the same sample twice.
 */
public final class PrometheusText {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (NaN|[+-]Inf|-?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

    private final Map<String, String> helps = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> labelNames = new HashMap<>();
    private String family = "";

    private PrometheusText() {}

    /** Reads a scrape, or throws an AssertionError that shows the offending line. */
    public static PrometheusText parse(String scrape) {
        PrometheusText text = new PrometheusText();
        check(scrape.endsWith("\n"), "no line feed at the end");
        scrape.lines().forEach(text::read);
        check(text.helps.keySet().containsAll(text.types.keySet()), "a family without help");
        return text;
    }

    private void read(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            family = help.group(1);
            check(helps.put(family, help.group(2)) == null, line);
        } else if (type.matches()) {
            check(type.group(1).equals(family), line);
            check(types.put(family, type.group(2)) == null, line);
        } else {
            check(sample.matches(), line);
            read(sample, line);
        }
    }

    private void read(Matcher sample, String line) {
        String name = sample.group(1);
        String type = types.getOrDefault(family, "none");
        check(belongs(name, type), line);
        Map<String, String> labels = labels(sample.group(2) == null ? "" : sample.group(2), line);
        Set<String> names = labelNames.computeIfAbsent(name, first -> labels.keySet());
        check(names.equals(labels.keySet()), line);
        check(samples.put(name + labels, Double.valueOf(sample.group(3))) == null, line);
    }

    private boolean belongs(String name, String type) {
        return switch (type) {
            case "gauge", "counter", "untyped" -> name.equals(family);
            case "summary" -> name.equals(family) || name.equals(family + "_count") || name.equals(family + "_sum");
            case "histogram" ->
                Set.of(family + "_bucket", family + "_count", family + "_sum").contains(name);
            default -> false;
        };
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find()) {
            check(labels.put(label.group(1), label.group(2)) == null, line);
            end = label.end();
        }
        check(end == text.length(), line);
        return labels;
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError("Not Prometheus text: " + what);
        }
    }

    /** The types of the families whose names begin so. */
    public Map<String, String> types(String prefix) {
        Map<String, String> found = new TreeMap<>(types);
        found.keySet().removeIf(name -> !name.startsWith(prefix));
        return found;
    }

    /** The value of a sample; labels as in {@code {kind=failed, name=redis}}, in alphabetical order. */
    public double value(String name, String labels) {
        Double value = samples.get(name + labels);
        check(value != null, "no sample " + name + labels + " among " + samples.keySet());
        return value == null ? Double.NaN : value;
    }

    /** The samples whose names begin so, as written, with their values. */
    public List<String> samples(String prefix) {
        List<String> found = new ArrayList<>();
        samples.forEach((sample, value) -> {
            if (sample.startsWith(prefix)) {
                found.add(sample + " " + value);
            }
        });
        return found;
    }

    /** The help texts of the families whose names begin so. */
    public Set<String> helps(String prefix) {
        Set<String> found = new HashSet<>();
        helps.forEach((name, help) -> {
            if (name.startsWith(prefix)) {
                found.add(help);
            }
        });
        return found;
    }
}
