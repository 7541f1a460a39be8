package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Spring takes a list from the first source that says anything of it, and from no other. */
class ListSourcesTest {

    private static final String LIST = "breaker.circuitbreaker.instances.redis.ignore-exceptions";

    private static ApplicationContextRunner behind(PropertySource<?> source, String yaml) {
        return YamlApplication.of(yaml)
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source));
    }

    @Test
    void aTypoInAProfilesListIsNotHiddenByTheValueThatTheListReplaces() {
        assertThat(YamlApplication.problems("""
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: java.io.IOException
                        ---
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: [ com.example.Typo, java.io.IOException ]
                        """))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(LIST + "[0] is com.example.Typo: there is no such class");
        assertThat(YamlApplication.problems("""
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: java.io.IOException
                        ---
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: [ java.io.IOException, com.example.Typo ]
                        """))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(LIST + "[1] is com.example.Typo: there is no such class");
    }

    @Test
    void aTypoInAListThatAProfileReplacesDoesNoHarm() {
        assertThat(YamlApplication.settings("""
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: [ com.example.Typo, com.example.Too ]
                        ---
                        breaker.circuitbreaker.instances.redis.ignore-exceptions: [ java.io.IOException ]
                        """).circuitBreaker("redis").ignoreExceptions())
                .containsExactly(IOException.class);
    }

    @Test
    void oneElementOnTheCommandLineDoesNotSwallowTheListOfAFile() {
        PropertySource<?> commandLine = new MapPropertySource("commandLine", Map.of(LIST + "[1]", "java.lang.Error"));

        assertThat(YamlApplication.problems(
                        behind(commandLine, LIST + ": [ java.io.IOException, java.lang.RuntimeException ]")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo(LIST + "[1] is java.lang.Error: the elements before it are missing");
                    assertThat(problem.action()).contains("from [0]").contains("one place");
                });
    }

    @Test
    void oneElementInAVariableDoesNotSwallowTheListOfAFile() {
        PropertySource<?> variables = new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of("BREAKER_CIRCUITBREAKER_INSTANCES_REDIS_IGNOREEXCEPTIONS_1", "java.lang.Error"));

        assertThat(YamlApplication.problems(behind(variables, LIST + ": [ java.io.IOException ]")))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith("[1] is java.lang.Error: the elements before it are missing");
    }

    @Test
    void aListThatCannotBeReadIsAProblem() {
        PropertySource<?> encrypted = new MapPropertySource("encrypted", Map.of(LIST, "secret")) {
            @Override
            public @Nullable Object getProperty(String name) {
                if (name.equals(LIST)) {
                    throw new IllegalStateException("wrong key");
                }
                return super.getProperty(name);
            }
        };

        for (String file : List.of("a: b", LIST + ": java.io.IOException")) {
            assertThat(YamlApplication.problems(behind(encrypted, file)))
                    .singleElement()
                    .extracting(Problem::message)
                    .isEqualTo(LIST + " is unreadable (wrong key): must be a list of classes");
        }
    }

    @Test
    void aPredicateThatCannotBeReadIsAProblem() {
        String key = "breaker.circuitbreaker.instances.redis.record-failure-predicate";
        PropertySource<?> encrypted = new MapPropertySource("encrypted", Map.of(key, "secret")) {
            @Override
            public @Nullable Object getProperty(String name) {
                if (name.equals(key)) {
                    throw new IllegalStateException("wrong key");
                }
                return super.getProperty(name);
            }
        };

        assertThat(YamlApplication.problems(behind(encrypted, "a: b")))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(key + " is unreadable (wrong key): must be the name of a class");
    }
}
