package io.breaker.spring.config;

import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.BreakerFleetAutoConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications whose configuration is a real YAML file, so that values have origins. */
final class YamlApplication {

    private YamlApplication() {}

    static ApplicationContextRunner of(String yaml) {
        return new ApplicationContextRunner()
                .withInitializer(context -> context.getEnvironment()
                        .getSystemProperties()
                        .put("spring.config.location", "optional:file:" + file(yaml)))
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withInitializer(context ->
                        context.getEnvironment().getSystemProperties().remove("spring.config.location"))
                .withConfiguration(
                        AutoConfigurations.of(BreakerAutoConfiguration.class, BreakerFleetAutoConfiguration.class));
    }

    /** {@return all problems that stop an application with that file} */
    static List<Problem> problems(String yaml) {
        return problems(of(yaml));
    }

    static List<Problem> problems(ApplicationContextRunner application) {
        Problem[][] found = {{}};
        application.run(context -> {
            Throwable failure = context.getStartupFailure();
            if (failure instanceof BreakerStartupException report) {
                found[0] = report.problems().toArray(Problem[]::new);
            } else if (failure != null) {
                throw new AssertionError("failed otherwise", failure);
            }
        });
        return List.of(found[0]);
    }

    /** {@return the settings of an application with that file, which must start} */
    static BreakerSettings settings(String yaml) {
        BreakerSettings[] settings = new BreakerSettings[1];
        of(yaml).run(context -> settings[0] = context.getBean(BreakerSettings.class));
        return settings[0];
    }

    private static Path file(String yaml) {
        try {
            Path directory = Files.createTempDirectory("breaker");
            directory.toFile().deleteOnExit(); // the last registered goes first: the file, then its directory
            Path file = directory.resolve("application.yml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
