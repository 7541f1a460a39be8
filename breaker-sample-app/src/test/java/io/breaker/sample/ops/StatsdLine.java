package io.breaker.sample.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of StatsD's text, read strictly. */
record StatsdLine(Series series, double value, String type) {

    private static final String NUMBER = "(-?[0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?)";
    private static final Pattern DATADOG =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9_.]{0,199}):" + NUMBER + "\\|(g|c|ms|h)(?:\\|#(.+))?");
    private static final Pattern TAG = Pattern.compile("\\G([a-z][a-z_]{0,199}):([a-zA-Z0-9_./-]{1,200})(?:,|$)");
    private static final Pattern ETSY = Pattern.compile("([a-zA-Z][a-zA-Z0-9_.-]{0,249}):" + NUMBER + "\\|(g|c|ms)");

    static StatsdLine datadog(String line) {
        Matcher parts = matched(DATADOG, line);
        Map<String, String> tags = new TreeMap<>();
        String written = parts.group(4) == null ? "" : parts.group(4);
        Matcher tag = TAG.matcher(written);
        int end = 0;
        while (tag.find()) {
            if (tags.put(tag.group(1), tag.group(2)) != null) {
                throw new AssertionError("a tag twice: " + line);
            }
            end = tag.end();
        }
        if (end != written.length()) {
            throw new AssertionError("not a list of tags: " + line);
        }
        return of(parts, tags);
    }

    /** Etsy's own StatsD knows no tags: they are in the name. */
    static StatsdLine etsy(String line) {
        return of(matched(ETSY, line), Map.of());
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher parts = pattern.matcher(line);
        if (!parts.matches()) {
            throw new AssertionError("not StatsD: " + line);
        }
        return parts;
    }

    private static StatsdLine of(Matcher parts, Map<String, String> tags) {
        return new StatsdLine(new Series(parts.group(1), tags), Double.parseDouble(parts.group(2)), parts.group(3));
    }
}
