package io.breaker.benchmarks.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A virtual machine of its own for something that must not be measured in this one: the same Java as this. */
public final class JavaProcess {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String WELL = "ended well";

    private JavaProcess() {}

    /**
     * Runs a main class to its end.
     *
     * @param classPath where it and what it needs are
     * @param options for the virtual machine
     * @param main the class
     * @param arguments for the class
     * @return what it printed on its standard output
     * @throws IllegalStateException if it did not end well, or not within five minutes
     */
    public static String run(String classPath, List<String> options, Class<?> main, List<String> arguments) {
        return run(classPath, options, main, arguments, LIMIT);
    }

    static String run(String classPath, List<String> options, Class<?> main, List<String> arguments, Duration limit) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("breaker-benchmarks-", ".txt");
            try {
                String end = end(command, output, limit);
                String printed = new String(Files.readAllBytes(output), StandardCharsets.UTF_8); // whatever it is
                if (!end.equals(WELL)) {
                    throw new IllegalStateException(main.getSimpleName() + " " + arguments + " " + end + ", printed '"
                            + printed + "', was: " + command);
                }
                return printed;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + main.getSimpleName() + " ran", e);
        }
    }

    private static String end(List<String> command, Path output, Duration limit)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return "did not end within " + limit;
            }
            return process.exitValue() == 0 ? WELL : "ended with " + process.exitValue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * Finds a number in what a process printed.
     *
     * @param output what it printed
     * @param label what stands before the number
     * @return the number
     * @throws IllegalStateException if there is none
     */
    public static long number(String output, String label) {
        int at = output.indexOf(label);
        if (at < 0) {
            throw new IllegalStateException("no '" + label + "' in: " + output);
        }
        int begin = at + label.length();
        int end = begin;
        while (end < output.length() && (Character.isDigit(output.charAt(end)) || output.charAt(end) == '-')) {
            end++;
        }
        return Long.parseLong(output.substring(begin, end));
    }
}
