package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AliasFor;

@SuppressWarnings("unused") // fallbacks are called by name
class DiscoveryTest {

    private static int calls(ApplicationContext context, String name) {
        return context.getBean(CircuitBreakerRegistry.class)
                .find(name)
                .map(breaker -> breaker.snapshot().bufferedCalls())
                .orElse(0);
    }

    @CircuitBreaker(name = "class")
    static class OnClass extends Inherited {
        public void covered() {}

        @CircuitBreaker(name = "method")
        public void own() {}

        void packagePrivate() {}

        @Override
        public String toString() {
            return "text";
        }
    }

    static class Inherited {
        public void inherited() {}
    }

    @Test
    void annotationOnClassCoversItsPublicMethodsAndOneOnAMethodWins() {
        AopTestConfiguration.context(OnClass.class).run(context -> {
            OnClass bean = context.getBean(OnClass.class);
            bean.covered();
            bean.inherited();
            assertThat(calls(context, "class")).isEqualTo(2);
            bean.own();
            bean.packagePrivate();
            assertThat(bean).hasToString("text");
            assertThat(calls(context, "class")).isEqualTo(2);
            assertThat(calls(context, "method")).isEqualTo(1);
        });
    }

    static class Sub extends OnClass {
        @Override
        public void own() {}

        public void added() {}
    }

    @Test
    void annotationsOfSuperclassesCoverOverridesAndAddedMethods() {
        AopTestConfiguration.context(Sub.class).run(context -> {
            Sub bean = context.getBean(Sub.class);
            bean.own();
            assertThat(calls(context, "method")).isEqualTo(1);
            bean.added();
            assertThat(calls(context, "class")).isEqualTo(1);
        });
    }

    interface Api<K> {
        @CircuitBreaker(name = "api", fallbackMethod = "answer")
        String find(K key);
    }

    static class ApiBean implements Api<String> {
        @Override
        public String find(String key) {
            throw new IllegalStateException(key);
        }

        private String answer(String key, Throwable thrown) {
            return "answered " + key;
        }
    }

    @Test
    void annotationOnAnInterfaceIsFoundBehindBothKindsOfProxy() {
        for (boolean byClass : new boolean[] {true, false}) {
            AopTestConfiguration.context(ApiBean.class)
                    .withPropertyValues("spring.aop.proxy-target-class=" + byClass)
                    .run(context -> {
                        @SuppressWarnings("unchecked")
                        Api<String> bean = context.getBean(Api.class);
                        assertThat(bean instanceof ApiBean).isEqualTo(byClass);
                        assertThat(bean.find("x")).isEqualTo("answered x");
                        assertThat(calls(context, "api")).isEqualTo(1);
                    });
        }
    }

    abstract static class Base {
        public String find(String key) {
            return key;
        }
    }

    interface Finding {
        @CircuitBreaker(name = "finding")
        String find(String key);
    }

    static class Joining extends Base implements Finding {}

    @Test
    void annotationOnAnInterfaceIsFoundForAMethodThatASuperclassImplements() {
        AopTestConfiguration.context(Joining.class).run(context -> {
            context.getBean(Base.class).find("x");
            context.getBean(Finding.class).find("x");
            assertThat(calls(context, "finding")).isEqualTo(2);
        });
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Retry(name = "guarded")
    @CircuitBreaker(name = "guarded")
    @interface Guarded {
        @AliasFor(annotation = CircuitBreaker.class, attribute = "fallbackMethod")
        String otherwise() default "";
    }

    static class Meta {
        final AtomicInteger runs = new AtomicInteger();

        @Guarded(otherwise = "answer")
        int run() {
            runs.incrementAndGet();
            throw new IllegalStateException();
        }

        private int answer() {
            return runs.get();
        }
    }

    @Test
    void annotationsOnAnnotationsCountWithTheirAliases() {
        AopTestConfiguration.context(Meta.class).run(context -> {
            assertThat(context.getBean(Meta.class).run()).isEqualTo(3);
            assertThat(calls(context, "guarded")).isEqualTo(3);
        });
    }

    static class Bridged implements Function<String, Integer> {
        @Override
        @CircuitBreaker(name = "bridge")
        public Integer apply(String text) {
            return text.length();
        }
    }

    @Test
    void bridgeMethodsLeadToTheMethodOnce() {
        AopTestConfiguration.context(Bridged.class).run(context -> {
            @SuppressWarnings("unchecked")
            Function<String, Integer> bean = context.getBean(Function.class);
            assertThat(bean.apply("four")).isEqualTo(4);
            assertThat(calls(context, "bridge")).isEqualTo(1);
        });
    }

    static class First extends Shared {}

    static class Second extends Shared {
        private String suffix() {
            return "second";
        }
    }

    static class Shared {
        @CircuitBreaker(name = "shared", fallbackMethod = "suffix")
        String run() throws IOException {
            throw new IOException();
        }

        private String suffix() {
            return "first";
        }
    }

    @Test
    void beansThatInheritOneMethodEachHaveTheirOwnPlan() {
        AopTestConfiguration.context(First.class, Second.class).run(context -> {
            assertThat(context.getBean(First.class).run()).isEqualTo("first");
            assertThat(context.getBean(Second.class).run()).isEqualTo("second");
            assertThat(context.getBean(First.class).run()).isEqualTo("first");
        });
    }

    @CircuitBreaker(name = "open", fallbackMethod = "answer")
    static class AnsweringInPublic {
        public String find() {
            throw new IllegalStateException();
        }

        public String answer(Throwable thrown) {
            return "answered";
        }
    }

    @Test
    void fallbackIsNotGuardedByTheBreakerThatItAnswersFor() {
        AopTestConfiguration.context(AnsweringInPublic.class).run(context -> {
            context.getBean(CircuitBreakerRegistry.class).circuitBreaker("open").forceOpen();
            assertThat(context.getBean(AnsweringInPublic.class).find()).isEqualTo("answered");
        });
    }

    @CircuitBreaker(name = "shop")
    static class CalledLikeAFallback {
        @Retry(name = "once", fallbackMethod = "stock")
        public String find(String product) {
            throw new IllegalStateException();
        }

        private String stock(String product, Throwable thrown) {
            return "answered";
        }

        public int stock(int shop) {
            return shop;
        }
    }

    @Test
    void publicMethodThatIsCalledLikeAFallbackButFitsNoMethodStaysGuarded() {
        AopTestConfiguration.context(CalledLikeAFallback.class).run(context -> {
            CalledLikeAFallback bean = context.getBean(CalledLikeAFallback.class);
            assertThat(bean.stock(1)).isEqualTo(1);
            assertThat(calls(context, "shop")).isEqualTo(1);
            assertThat(bean.find("x")).isEqualTo("answered");
        });
    }

    @CircuitBreaker(name = "overloads", fallbackMethod = "find")
    static class FallbackOfItsOwnName {
        public String find(String key) {
            throw new IllegalStateException();
        }

        public String find(String key, IllegalStateException thrown) {
            return "narrow";
        }

        public String find(String key, Throwable thrown) {
            return "wide";
        }
    }

    @Test
    void overloadThatIsNoFallbackStaysGuardedWhereFallbacksHaveItsName() {
        AopTestConfiguration.context(FallbackOfItsOwnName.class).run(context -> {
            FallbackOfItsOwnName bean = context.getBean(FallbackOfItsOwnName.class);
            assertThat(bean.find("x")).isEqualTo("narrow");
            assertThat(calls(context, "overloads")).isEqualTo(1);
            bean.find("x", new IllegalStateException());
            bean.find("x", new Exception());
            assertThat(calls(context, "overloads")).isEqualTo(1);
        });
    }

    @CircuitBreaker(name = "covered")
    static class SharedFallback {
        @Retry(name = "first", fallbackMethod = "answer")
        public String first(String key) {
            throw new IllegalStateException();
        }

        @Retry(name = "second", fallbackMethod = "answer")
        String second(Integer key) {
            throw new IllegalStateException();
        }

        public String answer(String key, Throwable thrown) {
            return "text";
        }

        public String answer(Integer key) {
            return "number";
        }

        public String answer() {
            return "neither";
        }
    }

    @Test
    void overloadsThatAnswerForAnyMethodAreNotGuardedAndTheOthersAre() {
        AopTestConfiguration.context(SharedFallback.class).run(context -> {
            SharedFallback bean = context.getBean(SharedFallback.class);
            assertThat(bean.answer("x", new Exception()) + bean.answer(1)).isEqualTo("textnumber");
            assertThat(calls(context, "covered")).isZero();
            assertThat(bean.answer()).isEqualTo("neither");
            assertThat(calls(context, "covered")).isEqualTo(1);
            assertThat(bean.first("x") + bean.second(1)).isEqualTo("textnumber");
        });
    }

    @Retention(RetentionPolicy.RUNTIME)
    @CircuitBreaker(name = "composed")
    @interface Composed {}

    interface DirectlyAnnotated {
        @CircuitBreaker(name = "interface")
        void run();
    }

    static class ComposedOnTheMethod implements DirectlyAnnotated {
        @Override
        @Composed
        public void run() {}
    }

    @CircuitBreaker(name = "superclass")
    static class DirectlyAnnotatedClass {
        public void run() {}
    }

    @Composed
    static class ComposedOnTheClass extends DirectlyAnnotatedClass {}

    @Retention(RetentionPolicy.RUNTIME)
    @Composed
    @CircuitBreaker(name = "nearer")
    @interface Twice {}

    static class TwiceComposed {
        @Twice
        public void run() {}
    }

    @Test
    void annotationComposedOnTheMethodWinsOverOneDirectlyOnTheInterfaces() {
        AopTestConfiguration.context(ComposedOnTheMethod.class).run(context -> {
            context.getBean(DirectlyAnnotated.class).run();
            assertThat(calls(context, "composed")).isEqualTo(1);
            assertThat(calls(context, "interface")).isZero();
        });
    }

    @Test
    void annotationComposedOnTheClassWinsOverOneDirectlyOnTheSuperclass() {
        AopTestConfiguration.context(ComposedOnTheClass.class).run(context -> {
            context.getBean(ComposedOnTheClass.class).run();
            assertThat(calls(context, "composed")).isEqualTo(1);
            assertThat(calls(context, "superclass")).isZero();
        });
    }

    @Test
    void nearerOfTwoAnnotationsComposedOnOneMethodWins() {
        AopTestConfiguration.context(TwiceComposed.class).run(context -> {
            context.getBean(TwiceComposed.class).run();
            assertThat(calls(context, "nearer")).isEqualTo(1);
        });
    }

    @Test
    void removedInstanceIsMadeAnewByTheNextCall() {
        AopTestConfiguration.context(Bridged.class).run(context -> {
            Bridged bean = context.getBean(Bridged.class);
            CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
            assertThat(bean.apply("x")).isEqualTo(1);
            registry.remove("bridge");
            assertThat(bean.apply("x")).isEqualTo(1);
            assertThat(calls(context, "bridge")).isEqualTo(1);
        });
    }

    static class Processing {
        @Bean
        static BeanPostProcessor needingABean(ObjectProvider<Inherited> others) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    return bean;
                }
            };
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void advisorsMakeNoBeanTooEarly(CapturedOutput output) {
        AopTestConfiguration.context(Processing.class, OnClass.class, Meta.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).doesNotContain("not eligible for getting processed");
                });
    }
}
