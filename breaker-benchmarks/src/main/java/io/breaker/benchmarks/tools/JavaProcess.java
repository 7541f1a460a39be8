package io.breaker.benchmarks.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own for something that must not be measured in this one: the same Java as this. */
public final class JavaProcess {

    private JavaProcess() {}

    /**
     * Runs a main class to its end.
     *
     * @param classPath where it and what it needs are
     * @param options for the virtual machine
     * @param main the class
     * @param arguments for the class
     * @return what it printed on its standard output
     * @throws IllegalStateException if it did not end well
     */
    public static String run(String classPath, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output;
            try (InputStream standard = process.getInputStream()) {
                output = new String(standard.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue() + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + main.getSimpleName() + " ran", e);
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
