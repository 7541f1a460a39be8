package io.breaker.spring.config;

/** Stands in a configuration for an object of the user's that the properties name and that is looked up on first use. */
public interface FromProperties {

    /** {@return what the property says: the name of a class or of a bean} */
    String written();
}
