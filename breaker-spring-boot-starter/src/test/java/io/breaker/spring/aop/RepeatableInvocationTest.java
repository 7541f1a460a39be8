package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

class RepeatableInvocationTest {

    interface Shop {
        String order(String article, int number);
    }

    static class Target implements Shop {
        final List<String> orders = new ArrayList<>();

        @Override
        public String order(String article, int number) {
            orders.add(article + number);
            return article + number;
        }
    }

    enum Kind {
        CLASS_PROXY,
        JDK_PROXY,
        OPAQUE_PROXY
    }

    private final Target target = new Target();
    private final ProxyFactory factory = new ProxyFactory(target);

    private final MethodInterceptor threeTimes = new MethodInterceptor() {
        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            boolean noted = RepeatableInvocation.mayBeNoted(invocation, this);
            Body<@Nullable Object, Throwable> attempt = RepeatableInvocation.of(invocation, this, noted);
            attempt.call();
            attempt.call();
            return attempt.call();
        }
    };

    private Shop proxy(Kind kind) {
        factory.setProxyTargetClass(kind == Kind.CLASS_PROXY);
        factory.setOpaque(kind == Kind.OPAQUE_PROXY);
        return (Shop) factory.getProxy();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachAttemptRunsWhatIsBehindAndNothingBefore(Kind kind) {
        List<String> seen = new ArrayList<>();
        factory.addAdvice(noting("outer", seen));
        factory.addAdvice(threeTimes);
        factory.addAdvice(noting("inner", seen));

        assertThat(proxy(kind).order("bolt", 1)).isEqualTo("bolt1");

        assertThat(target.orders).containsExactly("bolt1", "bolt1", "bolt1");
        assertThat(seen).containsExactly("outer", "inner", "inner", "inner");
    }

    private static MethodInterceptor noting(String name, List<String> seen) {
        return invocation -> {
            seen.add(name);
            return invocation.proceed();
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachAttemptGetsTheArgumentsAsAnOuterAspectLeftThem(Kind kind) {
        factory.addAdvice((MethodInterceptor) invocation -> {
            ((ProxyMethodInvocation) invocation).setArguments("nut", 2);
            return invocation.proceed();
        });
        factory.addAdvice(threeTimes);

        proxy(kind).order("bolt", 1);

        assertThat(target.orders).containsExactly("nut2", "nut2", "nut2");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void argumentsThatAnInnerAspectChangesDoNotReachTheNextAttempt(Kind kind) {
        factory.addAdvice(threeTimes);
        factory.addAdvice((MethodInterceptor) invocation -> {
            int number = (Integer) Objects.requireNonNull(invocation.getArguments()[1]);
            invocation.getArguments()[1] = number + 1;
            return invocation.proceed();
        });

        proxy(kind).order("bolt", 1);

        assertThat(target.orders).containsExactly("bolt2", "bolt2", "bolt2");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachAttemptSeesWhatAnOuterAspectNotedOnTheInvocation(Kind kind) {
        List<@Nullable Object> seen = new ArrayList<>();
        factory.addAdvice((MethodInterceptor) invocation -> {
            ((ProxyMethodInvocation) invocation).setUserAttribute("tenant", "north");
            return invocation.proceed();
        });
        factory.addAdvice(threeTimes);
        factory.addAdvice((MethodInterceptor) invocation -> {
            seen.add(((ProxyMethodInvocation) invocation).getUserAttribute("tenant"));
            return invocation.proceed();
        });

        proxy(kind).order("bolt", 1);

        assertThat(seen).containsExactly("north", "north", "north");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatAnInnerAspectNotedOnTheInvocationDoesNotReachTheNextAttempt(Kind kind) {
        List<@Nullable Object> seen = new ArrayList<>();
        factory.addAdvice(threeTimes);
        factory.addAdvice(notingOnTheInvocation(seen));

        proxy(kind).order("bolt", 1);

        assertThat(seen).containsExactly(null, null, null);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachAttemptSeesTheNoteOfAnOuterAspectAsItWasBeforeTheFirst(Kind kind) {
        List<@Nullable Object> seen = new ArrayList<>();
        factory.addAdvice((MethodInterceptor) invocation -> {
            ((ProxyMethodInvocation) invocation).setUserAttribute("tenant", "north");
            return invocation.proceed();
        });
        factory.addAdvice(threeTimes);
        factory.addAdvice(notingOnTheInvocation(seen));

        proxy(kind).order("bolt", 1);

        assertThat(seen).containsExactly("north", "north", "north");
    }

    @Test
    void aNoteThatNobodyExpectedIsNotLost() {
        List<@Nullable Object> seen = new ArrayList<>();
        factory.addAdvice(notingOnTheInvocation(seen));
        factory.addAdvice(new MethodInterceptor() {
            @Override
            public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
                Body<@Nullable Object, Throwable> attempt = RepeatableInvocation.of(invocation, this, false);
                attempt.call();
                return attempt.call();
            }
        });
        factory.addAdvice(notingOnTheInvocation(seen));

        proxy(Kind.CLASS_PROXY).order("bolt", 1);

        assertThat(seen).containsExactly(null, "south", "south");
    }

    private static MethodInterceptor notingOnTheInvocation(List<@Nullable Object> seen) {
        return invocation -> {
            ProxyMethodInvocation noted = (ProxyMethodInvocation) invocation;
            seen.add(noted.getUserAttribute("tenant"));
            noted.setUserAttribute("tenant", "south");
            return invocation.proceed();
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void furtherAttemptsAreExposedToAdvicesThatAskTheThread(Kind kind) {
        List<Boolean> seen = new ArrayList<>();
        factory.addAdvice(ExposeInvocationInterceptor.INSTANCE);
        factory.addAdvice(threeTimes);
        factory.addAdvice((MethodInterceptor) invocation -> {
            seen.add(ExposeInvocationInterceptor.currentInvocation() == invocation);
            return invocation.proceed();
        });

        proxy(kind).order("bolt", 1);

        assertThat(seen.subList(1, 3)).containsExactly(true, true);
    }

    @Test
    void aMethodWithoutArgumentsCanBeRepeatedToo() {
        factory.addAdvice(threeTimes);
        int[] calls = new int[1];
        factory.addAdvice((MethodInterceptor) invocation -> {
            calls[0]++;
            return invocation.proceed();
        });

        assertThat(proxy(Kind.CLASS_PROXY).toString()).contains("Target");

        assertThat(calls[0]).isEqualTo(3);
    }
}
