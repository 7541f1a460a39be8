package io.breaker.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rights that the README tells somebody to give who locks Redis down. */
final class Rights {

    private Rights() {}

    /** Those that begin like that, with the prefix of the tests. */
    static String inTheReadme(String beginning) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher rights =
                Pattern.compile("`(" + Pattern.quote(beginning) + "[^`]+)`").matcher(readme);
        if (!rights.find()) {
            throw new IllegalStateException("The README tells of no rights that begin with " + beginning);
        }
        return rights.group(1).replace("breaker:", "test:");
    }
}
