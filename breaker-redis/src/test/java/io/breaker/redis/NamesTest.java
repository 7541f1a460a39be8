package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private final Names names = new Names("breaker", "shop");

    @Test
    void keysOfABreakerHaveOneTag() {
        assertThat(names.state("payments")).isEqualTo("breaker:1:{shop:payments}:s");
        assertThat(names.reports("payments")).isEqualTo("breaker:1:{shop:payments}:i");
        assertThat(names.channel()).isEqualTo("breaker:1:ev");
    }

    @Test
    void withoutAScopeTheNameStandsAlone() {
        assertThat(new Names("my:app", "").state("payments")).isEqualTo("my:app:1:{payments}:s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a{b}c", "100%", "a b", "a\n\u0000b", "straße", "\uD83C\uDF0A", "a:b", "%7B", "x+y"})
    void whatIsSentIsHeard(String breaker) {
        String message = names.member(breaker);

        assertThat(names.isOurs(message)).isTrue();
        assertThat(names.breaker(message)).isEqualTo(breaker);
        assertThat(message.substring("shop:".length()))
                .doesNotContainAnyWhitespaces()
                .doesNotContain("{", "}", ":");
    }

    @Test
    void otherScopesAreOthers() {
        assertThat(names.isOurs(new Names("breaker", "shop2").member("a"))).isFalse();
        assertThat(names.isOurs(new Names("breaker", "").member("shop:a"))).isFalse();
        assertThat(new Names("breaker", "").isOurs(names.member("a"))).isFalse();
        assertThat(new Names("breaker", "a:b").state("c")).isNotEqualTo(new Names("breaker", "a").state("b:c"));
    }

    @Test
    void namesHaveLimits() {
        assertThat(names.state("x".repeat(200))).contains("x".repeat(200));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.state("x".repeat(201)))
                .withMessageContaining("201 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> names.state(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Names("breaker", "x".repeat(201)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a{b", "a}", "a b", "%"})
    void prefixesHaveRules(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Names(prefix, ""));
    }
}
