package io.breaker.spring.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The files of the page in a native image. */
public final class DashboardHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        String directory = DashboardHints.class.getPackageName().replace('.', '/') + "/";
        Asset.names().forEach(name -> hints.resources().registerPattern(directory + name));
    }
}
