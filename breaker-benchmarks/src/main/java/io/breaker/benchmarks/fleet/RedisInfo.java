package io.breaker.benchmarks.fleet;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Redis says of itself. */
final class RedisInfo {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** The text of {@code INFO all}: lines of {@code name:value}, and headlines. */
    static RedisInfo parse(String text) {
        RedisInfo info = new RedisInfo();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                info.values.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return info;
    }

    /** {@return the processor time that the server has used, in seconds} */
    double cpuSeconds() {
        return Double.parseDouble(text("used_cpu_user")) + Double.parseDouble(text("used_cpu_sys"));
    }

    /** {@return how often a command was run, by clients or scripts} */
    long calls(String command) {
        return (long) commandNumber(command, "calls");
    }

    /** {@return how many microseconds a command's runs took, all together} */
    long micros(String command) {
        return (long) commandNumber(command, "usec");
    }

    private double commandNumber(String command, String field) {
        String all = values.get("cmdstat_" + command);
        if (all == null) {
            return 0; // nobody has run it yet
        }
        for (String part : all.split(",", -1)) {
            if (part.startsWith(field + "=")) {
                return Double.parseDouble(part.substring(field.length() + 1));
            }
        }
        throw new IllegalStateException("no " + field + " in " + all);
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + values.keySet());
        }
        return value;
    }

    /**
     * What happened between two looks.
     *
     * @param exchanges how many scripts ran for clients
     * @param microsPerExchange how long one took inside the server
     * @param cpuSeconds the server's processor time, with all that it does to read and write
     */
    record Cost(long exchanges, double microsPerExchange, double cpuSeconds) {}

    Cost since(RedisInfo before) {
        long exchanges = calls("evalsha") - before.calls("evalsha");
        long micros = micros("evalsha") - before.micros("evalsha");
        return new Cost(exchanges, (double) micros / exchanges, cpuSeconds() - before.cpuSeconds());
    }
}
