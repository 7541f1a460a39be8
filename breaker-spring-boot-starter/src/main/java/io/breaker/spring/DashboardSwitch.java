package io.breaker.spring;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What there is to be of a page. What is no boolean is none here, and stands in the startup report. */
enum DashboardSwitch {
    ENABLED("breaker.dashboard.enabled"),
    CONTROLS("breaker.dashboard.controls");

    private final String key;

    DashboardSwitch(String key) {
        this.key = key;
    }

    boolean isOn(Environment environment) {
        try {
            return Binder.get(environment).bind(key, Boolean.class).orElse(false);
        } catch (BindException noBoolean) {
            return false;
        }
    }

    /** Whether there is a page. */
    static final class Enabled implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return ENABLED.isOn(context.getEnvironment());
        }
    }

    /** Whether it has buttons. */
    static final class Controls implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return CONTROLS.isOn(context.getEnvironment());
        }
    }
}
