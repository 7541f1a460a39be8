package io.breaker.spring.config;

/**
 * What the settings of an instance are put into that is no part of health: the core's part, and what only Spring's side knows.
 *
 * @param <B> the core's part
 */
record Draft<B>(B config, Visibility visibility) {

    static <B> Draft<B> of(B config) {
        return new Draft<>(config, new Visibility());
    }
}
