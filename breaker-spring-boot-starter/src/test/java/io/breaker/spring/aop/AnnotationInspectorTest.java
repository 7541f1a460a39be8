package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.RateLimiter;
import io.breaker.annotation.Retry;
import io.breaker.annotation.TimeLimiter;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import kotlin.coroutines.Continuation;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.PriorityOrdered;

@SuppressWarnings("unused") // fallbacks are called by name
class AnnotationInspectorTest {

    private static final String HERE = "io.breaker.spring.aop.AnnotationInspectorTest.";

    static StartupReport inspect(ApplicationContextRunner runner) {
        StartupReport report = new StartupReport();
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(AnnotationInspector.class).inspect(report);
        });
        return report;
    }

    private static ListAssert<String> assertErrors(Class<?>... beans) {
        return assertErrors(AopTestConfiguration.context(beans));
    }

    private static ListAssert<String> assertErrors(ApplicationContextRunner runner) {
        return assertThat(inspect(runner).errors().stream()
                .map(problem -> problem.message() + " -> " + problem.action())
                .toList());
    }

    @Nested
    class Fallbacks {

        static class Misspelt {
            @CircuitBreaker(name = "a", fallbackMethod = "fromDatabse")
            CharSequence find(String storeId, List<String> productIds) {
                return "";
            }

            String fromDatabase(String storeId, List<String> productIds, Throwable thrown) {
                return "";
            }
        }

        @Test
        void mustExist() {
            assertErrors(Misspelt.class)
                    .containsExactly(HERE
                            + "Fallbacks.Misspelt.find(String, List<String>): its fallback \"fromDatabse\" does not"
                            + " exist in " + HERE
                            + "Fallbacks.Misspelt, its superclasses and interfaces -> Did you mean"
                            + " \"fromDatabase\"? Else: Declare \"private CharSequence fromDatabse(String storeId,"
                            + " List<String> productIds, Throwable thrown)\"; the exception may be any type, or be left"
                            + " out.");
        }

        @CircuitBreaker(name = "a", fallbackMethod = "instead")
        static class PublicMisfit {
            public String find(String id) {
                return "";
            }

            public int instead(String id, Throwable thrown) {
                return 0;
            }
        }

        @Test
        void thatDoNotFitAreNotMissingTheirOwnFallback() {
            assertErrors(PublicMisfit.class).singleElement().asString().contains("PublicMisfit.find(String)");
        }

        static class Misfits {
            @CircuitBreaker(name = "a", fallbackMethod = "parameter")
            String a(String a, int b) {
                return "";
            }

            String parameter(String a, String b, Throwable thrown) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "count")
            String b(String a, int b) {
                return "";
            }

            String count(String a, Throwable thrown) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "result")
            String c(String a) {
                return "";
            }

            Object result(String a) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "generic")
            String d(List<String> a) {
                return "";
            }

            String generic(List<Integer> a, Throwable thrown) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "plain")
            CompletionStage<String> e() {
                return CompletableFuture.completedStage("");
            }

            String plain(Throwable thrown) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "content")
            CompletionStage<String> f() {
                return CompletableFuture.completedStage("");
            }

            CompletionStage<Integer> content(Throwable thrown) {
                return CompletableFuture.completedStage(1);
            }
        }

        @Test
        void mustFit() {
            assertErrors(Misfits.class)
                    .satisfiesExactlyInAnyOrder(
                            e -> assertThat(e)
                                    .contains(
                                            "Misfits.a(String, int): its fallback parameter(String, String, Throwable) does not fit: it takes"
                                                    + " String as parameter 2, which must be int or a wider type -> Declare \"private String"
                                                    + " parameter(String a, int b, Throwable thrown)\""),
                            e -> assertThat(e)
                                    .contains(
                                            "count(String, Throwable) does not fit: it takes 1 parameters and an exception, where the"
                                                    + " method takes 2"),
                            e -> assertThat(e)
                                    .contains(
                                            "its fallback \"result\" does not fit: result(String) returns Object, which must be String or a"
                                                    + " narrower type"),
                            e -> assertThat(e)
                                    .contains("takes List<Integer> as parameter 1, which must be List<String>"),
                            e -> assertThat(e)
                                    .contains(
                                            "plain(Throwable) does not fit: it returns String, which must be CompletionStage<String>"),
                            e -> assertThat(e)
                                    .contains(
                                            "returns CompletionStage<Integer>, which must be CompletionStage<String>"));
        }

        static class Several {
            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            String find(String a) {
                return "";
            }

            String answer(String a, Throwable thrown) {
                return "";
            }

            String answer(int other, int parameters) {
                return "";
            }
        }

        @Test
        void otherMethodsOfTheNameAreNoFallbacks() {
            assertErrors(Several.class).isEmpty();
        }

        static class Siblings {
            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            String find(String key) {
                return key;
            }

            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            String find(Long key) {
                return "";
            }

            String answer(String key, Throwable thrown) {
                return "";
            }

            String answer(Long key, Throwable thrown) {
                return "";
            }
        }

        @Test
        void mayHaveOverloadsForOtherMethodsThatShareTheName() {
            assertErrors(Siblings.class).isEmpty();
        }

        interface Client {
            @CircuitBreaker(name = "a", fallbackMethod = "inTheImplementation")
            String find(String key);
        }

        @Test
        void areNotMissedInAMockOfTheInterface() {
            StartupReport report = inspect(AopTestConfiguration.context()
                    .withInitializer(
                            context -> { // as Spring's own support for mocks does it
                                DefaultListableBeanFactory beans =
                                        (DefaultListableBeanFactory) context.getBeanFactory();
                                beans.registerBeanDefinition("client", new RootBeanDefinition(Client.class));
                                beans.registerSingleton("client", Mockito.mock(Client.class));
                            }));

            assertThat(report.errors()).isEmpty();
            assertThat(report.warnings())
                    .anySatisfy(warning ->
                            assertThat(warning.message()).contains("\"client\"").contains("has no proxy"));
        }

        interface Stock {
            @CircuitBreaker(name = "a", fallbackMethod = "fromDatabase")
            String find(String key);

            default String fromDatabase(int other) {
                return "does not fit";
            }
        }

        abstract static class AbstractStock {
            @CircuitBreaker(name = "a", fallbackMethod = "fromDatabase")
            abstract String find(String key);
        }

        static class RedisStock implements Stock {
            @Override
            public String find(String key) {
                throw new IllegalStateException();
            }

            private String fromDatabase(String key) {
                return "database";
            }
        }

        static class BadStock implements Stock {
            @Override
            public String find(String key) {
                return key;
            }
        }

        static class RedisAbstractStock extends AbstractStock {
            @Override
            String find(String key) {
                throw new IllegalStateException();
            }

            private String fromDatabase(String key) {
                return "database";
            }
        }

        static class DeclaringTypes {
            @Bean
            @Lazy
            Stock lazy() {
                return new RedisStock();
            }

            @Bean
            @Scope("prototype")
            Stock prototype() {
                return new RedisStock();
            }

            @Bean
            @Lazy
            AbstractStock lazyByClass() {
                return new RedisAbstractStock();
            }
        }

        @Test
        void areNotMissedInAnInterfaceOrAbstractTypeWhoseImplementationIsNotMadeYet() {
            assertErrors(DeclaringTypes.class).isEmpty();
            AopTestConfiguration.context(DeclaringTypes.class).run(context -> {
                assertThat(context.getBean("lazy", Stock.class).find("x")).isEqualTo("database");
                assertThat(context.getBean("prototype", Stock.class).find("x")).isEqualTo("database");
                assertThat(context.getBean(AbstractStock.class).find("x")).isEqualTo("database");
            });
        }

        static class DeclaringFactories {
            @Bean
            @Lazy
            static FactoryBean<Stock> lazy() {
                return new StockFactory();
            }

            @Bean
            static FactoryBean<Stock> eager() {
                return new StockFactory();
            }

            @Bean
            @Lazy
            static StockFactory byClass() {
                return new StockFactory();
            }
        }

        static class StockFactory implements FactoryBean<Stock> {
            @Override
            public Stock getObject() {
                return new RedisStock();
            }

            @Override
            public Class<?> getObjectType() {
                return Stock.class;
            }
        }

        @Test
        void areNotMissedInAFactorysProductThatIsNotMadeYet() {
            assertErrors(DeclaringFactories.class).isEmpty();
            AopTestConfiguration.context(DeclaringFactories.class).run(context -> {
                for (String name : List.of("lazy", "eager", "byClass")) {
                    assertThat(context.getBean(name, Stock.class).find("x")).isEqualTo("database");
                }
            });
        }

        @Test
        void thatTheTypeOfAProductNotMadeYetLacksAreWarnedOf() {
            StartupReport report = inspect(AopTestConfiguration.context(ProducingLate.class));

            assertThat(report.errors()).isEmpty();
            assertThat(report.warnings())
                    .singleElement()
                    .satisfies(warning ->
                            assertThat(warning.message()).contains("\"inTheImplementation\" does not exist"));
        }

        static class ProducingLate {
            @Bean
            @Lazy
            static ClientFactory client() {
                return new ClientFactory();
            }
        }

        static class Hurrying {
            @Bean
            Stock stock() {
                return new RedisStock();
            }
        }

        @Test
        void areNotMissedInAnApplicationThatMakesItsBeansLate() {
            assertErrors(AopTestConfiguration.context(Hurrying.class)
                            .withInitializer(context -> context.addBeanFactoryPostProcessor(
                                    new LazyInitializationBeanFactoryPostProcessor())))
                    .isEmpty();
        }

        static class DeclaringBad {
            @Bean
            @Lazy
            Stock bad() {
                return new BadStock();
            }
        }

        @Test
        void thatAnImplementationTurnsOutToLackFailAtTheFirstCall() {
            assertErrors(DeclaringBad.class).isEmpty();
            AopTestConfiguration.context(DeclaringBad.class)
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(Stock.class).find("x"))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("BadStock.find(String): its fallback \"fromDatabase\" does not fit"));
        }

        static class Producing {
            @Bean
            @Lazy
            static ClientFactory client() {
                return new ClientFactory();
            }

            @Bean
            String user(Client client) {
                return "has the client made";
            }
        }

        static class ClientFactory implements FactoryBean<Client> {
            @Override
            public Client getObject() {
                return client();
            }

            @Override
            public Class<?> getObjectType() {
                return Client.class;
            }
        }

        static class ProducingAProxy {
            @Bean
            Client made() {
                return client();
            }
        }

        private static Client client() {
            return (Client) Proxy.newProxyInstance(
                    Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, args) -> "answer");
        }

        @Test
        void areMissedInTheMadeProductOfAFactoryAndInAProxyWhoseInterfaceIsAllThereIs() {
            assertErrors(Producing.class).singleElement().asString().contains("\"inTheImplementation\" does not exist");
            assertErrors(ProducingAProxy.class)
                    .singleElement()
                    .asString()
                    .contains("\"inTheImplementation\" does not exist");
        }

        abstract static class Doubtful {
            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            String find(String key) {
                return key;
            }

            @CircuitBreaker(name = " ", fallbackMethod = "later")
            final String blank() {
                return "";
            }

            String answer(String key) {
                return key;
            }

            String answer(Throwable thrown) {
                return "";
            }
        }

        static class DeclaringDoubtful {
            @Bean
            @Lazy
            Doubtful doubtful() {
                throw new AssertionError("must not be made");
            }
        }

        @Test
        void ofATypeThatIsAbstractAreStillCheckedForWhatNoImplementationChanges() {
            assertErrors(DeclaringDoubtful.class)
                    .satisfiesExactlyInAnyOrder(
                            e -> assertThat(e).contains("Doubtful.find(String)", "are equally near"),
                            e -> assertThat(e).contains("Doubtful.blank()", "its name is empty"),
                            e -> assertThat(e).contains("Doubtful.blank()", "the method is final"));
        }

        static class Late {
            @CircuitBreaker(name = "a")
            Future<String> future() {
                return CompletableFuture.completedFuture("");
            }

            @CircuitBreaker(name = "a")
            Publisher<String> publisher() {
                return subscriber -> {};
            }

            @CircuitBreaker(name = "a")
            CompletableFuture<String> stage() {
                return CompletableFuture.completedFuture("");
            }
        }

        /** As the Kotlin compiler writes {@code suspend fun find(key: String): String}. */
        static class Suspending {
            @CircuitBreaker(name = "a")
            Object find(String key, Continuation<? super String> rest) {
                return key;
            }
        }

        @Test
        void suspendingFunctionsNeedTheLibraryThatTellsHowTheyEnd() {
            assertErrors(Suspending.class)
                    .singleElement()
                    .asString()
                    .contains(
                            "Suspending.find(String): is a suspending function",
                            "org.jetbrains.kotlinx:kotlinx-coroutines-reactor");
        }

        @Test
        void resultsWhoseEndNobodySeesAreRefused() {
            assertErrors(Late.class)
                    .satisfiesExactlyInAnyOrder(
                            e -> assertThat(e).contains("Late.future(): returns Future before its work is done"));
        }

        static class Ambiguous {
            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            String find(String a) {
                return "";
            }

            String answer(String a, IOException thrown) {
                return "";
            }

            String answer(IOException thrown) {
                return "";
            }

            @CircuitBreaker(name = "a", fallbackMethod = "first")
            @Retry(name = "a", fallbackMethod = "second")
            String other(String a) {
                return "";
            }

            String first(String a) {
                return "";
            }

            String second(Throwable thrown) {
                return "";
            }
        }

        @Test
        void mustNotBeEquallyNear() {
            assertErrors(Ambiguous.class)
                    .satisfiesExactlyInAnyOrder(
                            e -> assertThat(e)
                                    .contains("Ambiguous.find(String): its fallbacks")
                                    .contains("answer(String, IOException)")
                                    .contains("are equally near: both answer IOException -> Remove one of them"),
                            e -> assertThat(e)
                                    .contains(
                                            "Ambiguous.other(String): its fallbacks second(Throwable) and first(String) are equally near:"
                                                    + " both answer Throwable"));
        }

        static class Blank {
            @CircuitBreaker(name = "a", fallbackMethod = " ")
            void run() {}
        }

        @Test
        void mustNotBeBlank() {
            assertErrors(Blank.class)
                    .singleElement()
                    .asString()
                    .contains("Blank.run(): the fallbackMethod of @CircuitBreaker is blank");
        }

        static class Itself {
            @CircuitBreaker(name = "a", fallbackMethod = "find")
            String find(Throwable any) {
                return "";
            }
        }

        @Test
        void areNeverTheGuardedMethodItself() {
            assertErrors(Itself.class).singleElement().asString().contains("its fallback \"find\" does not exist");
        }

        @CircuitBreaker(name = "class", fallbackMethod = "answer")
        static class OnClass {
            public String find(String a) {
                return "";
            }

            public String count(int a) {
                return "";
            }

            public String answer(String a, Throwable thrown) {
                return "";
            }
        }

        @Test
        void mustFitEachPublicMethodOfAnAnnotatedClass() {
            assertErrors(OnClass.class)
                    .singleElement()
                    .asString()
                    .contains("OnClass.count(int): its fallback answer(String, Throwable) does not fit");
        }
    }

    @Nested
    class Proxies {

        static class Unreachable {
            @CircuitBreaker(name = "a")
            public final void finalMethod() {}

            @CircuitBreaker(name = "a")
            private void privateMethod() {}

            @Retry(name = "a")
            static void staticMethod() {}

            void use() {
                privateMethod();
            }
        }

        @Test
        void cannotInterceptFinalPrivateAndStaticMethods() {
            assertErrors(Unreachable.class)
                    .satisfiesExactlyInAnyOrder(
                            e -> assertThat(e)
                                    .isEqualTo(
                                            HERE
                                                    + "Proxies.Unreachable.finalMethod(): @CircuitBreaker cannot work, since the method is"
                                                    + " final: no proxy can intercept it -> Remove \"final\", or remove the annotation."),
                            e -> assertThat(e)
                                    .contains(
                                            "privateMethod(): @CircuitBreaker cannot work, since the method is private"),
                            e -> assertThat(e)
                                    .contains("staticMethod(): @Retry cannot work, since the method is static"));
        }

        static final class Closed {
            @CircuitBreaker(name = "a")
            public void run() {}
        }

        record Recorded(String field) implements Runnable {
            Recorded() {
                this("");
            }

            @Override
            @CircuitBreaker(name = "a")
            public void run() {}
        }

        @Test
        void areNotMadeOfFinalClassesWhichIsReportedInsteadOfBreakingTheContext() {
            assertErrors(Closed.class)
                    .containsExactly(HERE + "Proxies.Closed.run(): @CircuitBreaker cannot work, since "
                            + HERE
                            + "Proxies.Closed is final: Spring cannot make a proxy of it -> Remove \"final\", or let it"
                            + " implement an interface and put @Proxyable(ProxyType.INTERFACES) on the bean.");
            assertErrors(Recorded.class).singleElement().asString().contains("is a record: Spring cannot make a proxy");
        }

        @Test
        void ofInterfacesDoForFinalClasses() {
            ApplicationContextRunner runner = AopTestConfiguration.context(Recorded.class)
                    .withPropertyValues("spring.aop.proxy-target-class=false");
            assertErrors(runner).isEmpty();
            runner.run(context -> {
                context.getBean("annotationInspectorTest.Proxies.Recorded", Runnable.class)
                        .run();
                assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("a")
                                .snapshot()
                                .bufferedCalls())
                        .isEqualTo(1);
            });
        }

        static class Exposing {
            @Bean
            @Proxyable(ProxyType.INTERFACES)
            Recorded recorded() {
                return new Recorded();
            }
        }

        @Test
        void ofInterfacesCanBeAskedForByBean() {
            assertErrors(Exposing.class).isEmpty();
        }

        static class Hidden implements Runnable {
            @Override
            public void run() {}

            @CircuitBreaker(name = "a")
            public void notOnTheInterface() {}
        }

        @Test
        void ofInterfacesReachNoOtherMethods() {
            assertErrors(AopTestConfiguration.context(Hidden.class)
                            .withPropertyValues("spring.aop.proxy-target-class=false"))
                    .singleElement()
                    .asString()
                    .contains("notOnTheInterface(): @CircuitBreaker cannot work, since the method is on no interface");
            assertErrors(Hidden.class).isEmpty();
        }

        @CircuitBreaker(name = "a")
        static class Extending extends Base {
            public final void own() {}
        }

        static class Base {
            public final void ofAFramework() {}
        }

        @Test
        void doNotCoverInheritedFinalMethodsWhichIsAWarning() {
            StartupReport report = inspect(AopTestConfiguration.context(Extending.class));
            assertThat(report.errors())
                    .extracting(Problem::message)
                    .singleElement()
                    .asString()
                    .contains("own()");
            assertThat(report.warnings())
                    .extracting(Problem::message)
                    .singleElement()
                    .asString()
                    .contains("ofAFramework()");
        }
    }

    @Nested
    class Aspects {

        static class Guarded {
            @CircuitBreaker(name = "a", fallbackMethod = "answer")
            void run() {}

            void answer() {}
        }

        static class Removing {
            @Bean
            static BeanDefinitionRegistryPostProcessor removing() {
                return registry -> {
                    registry.removeBeanDefinition("breakerCircuitbreakerAdvisor");
                    registry.removeBeanDefinition("breakerFallbackAdvisor");
                };
            }
        }

        @Test
        void mustBeThere() {
            assertErrors(Guarded.class, Removing.class)
                    .containsExactly(
                            HERE + "Aspects.Guarded.run(): no aspect honours @CircuitBreaker: there is no advisor"
                                    + " \"breakerCircuitbreakerAdvisor\" -> Do not remove that bean, or declare an Advisor of that name.",
                            HERE + "Aspects.Guarded.run(): no aspect honours fallbackMethod: there is no advisor"
                                    + " \"breakerFallbackAdvisor\" -> Do not remove that bean, or declare an Advisor of that name.");
        }

        @Test
        void needProxies() {
            assertErrors(AopTestConfiguration.context(Guarded.class).withPropertyValues("spring.aop.auto=false"))
                    .first()
                    .asString()
                    .contains("no aspect honours @CircuitBreaker: Spring makes no proxies in this application")
                    .contains("spring.aop.auto=false");
        }

        @Test
        void areFoundByTheNamesOfTheirBeans() {
            AopTestConfiguration.context(Guarded.class)
                    .run(context -> assertThat(context)
                            .hasBean(BreakerAopConfiguration.advisorName("retry"))
                            .hasBean(BreakerAopConfiguration.advisorName("circuitbreaker"))
                            .hasBean(BreakerAopConfiguration.advisorName("fallback")));
        }
    }

    @Nested
    class Names {

        static class Named {
            @CircuitBreaker(name = "${breaker.name}-x")
            @Retry(name = "plain")
            void run() {}
        }

        static class Nameless {
            @CircuitBreaker(name = " ")
            void run() {}
        }

        @Test
        void standForInstancesThatExistBeforeTheFirstCall() {
            AopTestConfiguration.context(Named.class)
                    .withPropertyValues("breaker.name=stock")
                    .run(context -> {
                        StartupReport report = new StartupReport();
                        context.getBean(AnnotationInspector.class).inspect(report);
                        assertThat(report.errors()).isEmpty();
                        assertThat(context.getBean(CircuitBreakerRegistry.class).find("stock-x"))
                                .isPresent();
                        assertThat(context.getBean(RetryRegistry.class).find("plain"))
                                .isPresent();
                    });
        }

        @Test
        void mustHaveValuesForTheirPlaceholders() {
            assertErrors(Named.class)
                    .singleElement()
                    .asString()
                    .contains(
                            "Named.run(): @CircuitBreaker: its name \"${breaker.name}-x\" has a placeholder without a value");
        }

        static class Expressions {
            @CircuitBreaker(name = "#root.methodName")
            void root() {}

            @Retry(name = "@names.of(#p0)")
            void bean() {}

            @TimeLimiter(name = "#{'stock'}")
            void template() {}

            @Bulkhead(name = "${breaker.name:#a0}")
            void behindAPlaceholder() {}

            @RateLimiter(name = "#1 in line @ 5")
            void literal() {}
        }

        @Test
        void areNotExpressionsTakenLiterally() {
            assertErrors(Expressions.class)
                    .satisfiesExactlyInAnyOrder(
                            text -> assertThat(text)
                                    .contains("Expressions.root(): @CircuitBreaker: its name \"#root.methodName\" is an"
                                            + " expression: names are literals or ${placeholders}"),
                            text -> assertThat(text)
                                    .contains("Expressions.bean(): @Retry: its name \"@names.of(#p0)\""),
                            text -> assertThat(text)
                                    .contains("Expressions.template(): @TimeLimiter: its name \"#{'stock'}\""),
                            text -> assertThat(text)
                                    .contains("Expressions.behindAPlaceholder(): @Bulkhead: its name \"#a0\""));
        }

        static class NoPermits {
            @RateLimiter(name = "stock", permits = 0)
            void run() {}
        }

        @Test
        void mustNotBeBlamedForAnAttribute() {
            StartupReport report = inspect(AopTestConfiguration.context(NoPermits.class));

            assertThat(report.errors()).singleElement().satisfies(problem -> {
                assertThat(problem.message())
                        .endsWith("NoPermits.run(): @RateLimiter: its permits is 0: must be at least 1");
                assertThat(problem.action()).isEqualTo("Give permits a value that is at least 1, or leave it out.");
            });
        }

        @Test
        void mustNotBeEmpty() {
            assertErrors(Nameless.class)
                    .singleElement()
                    .asString()
                    .contains("Nameless.run(): @CircuitBreaker: its name is empty");
        }
    }

    @Nested
    class Stages {

        static class OwnStage extends CompletableFuture<String> {}

        static class Returning {
            @CircuitBreaker(name = "a")
            OwnStage run() {
                return new OwnStage();
            }
        }

        @Test
        void mustBeAbleToHoldAFuture() {
            assertErrors(Returning.class)
                    .singleElement()
                    .asString()
                    .contains("Returning.run(): returns OwnStage, which cannot hold the CompletableFuture");
        }
    }

    @Nested
    class Beans {

        static class Wrong {
            Wrong() {
                throw new AssertionError("must not be made");
            }

            @CircuitBreaker(name = "a", fallbackMethod = "missing")
            void run() {}
        }

        static class Declaring {
            @Bean
            @Lazy
            Wrong lazy() {
                return new Wrong();
            }
        }

        static class Prototype {
            @Bean
            @Scope("prototype")
            Wrong prototype() {
                return new Wrong();
            }
        }

        static class Manufacturing {
            @Bean
            @Lazy
            static Factory factory() {
                return new Factory();
            }
        }

        static class Factory implements FactoryBean<Wrong> {
            Factory() {
                throw new AssertionError("must not be made");
            }

            @Override
            public Wrong getObject() {
                return new Wrong();
            }

            @Override
            public Class<?> getObjectType() {
                return Wrong.class;
            }
        }

        @Test
        void areLookedAtWithoutBeingMade() {
            assertErrors(Declaring.class).hasSize(1);
            assertErrors(Prototype.class).hasSize(1);
            assertErrors(Manufacturing.class).hasSize(1);
        }

        static class Scoping {
            @Bean
            @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
            Fine scoped() {
                return new Fine();
            }
        }

        static class Fine {
            @CircuitBreaker(name = "scoped")
            void run() {}
        }

        @Test
        void behindScopedProxiesAreLookedAtOnceAndGuarded() {
            assertErrors(Scoping.class).isEmpty();
            AopTestConfiguration.context(Scoping.class).run(context -> {
                StartupReport report = new StartupReport();
                context.getBean(AnnotationInspector.class).inspect(report);
                assertThat(report.warnings()).isEmpty();
                context.getBean(Fine.class).run();
                assertThat(context.getBean(CircuitBreakerRegistry.class)
                                .circuitBreaker("scoped")
                                .snapshot()
                                .bufferedCalls())
                        .isEqualTo(1);
            });
        }

        static class Early {
            @Bean
            static First needing(Fine fine) {
                return new First();
            }
        }

        /** Spring makes these before the one that makes proxies. */
        static class First implements BeanPostProcessor, PriorityOrdered {
            @Override
            public int getOrder() {
                return 0;
            }
        }

        @Test
        void thatAreMadeBeforeTheAspectsAreAWarning() {
            assertThat(inspect(AopTestConfiguration.context(Early.class)
                                    .withInitializer(context ->
                                            ((GenericApplicationContext) context).registerBean("fine", Fine.class)))
                            .warnings())
                    .extracting(Problem::message)
                    .containsExactly("Bean \"fine\" of type " + HERE + "Beans.Fine has no proxy, so its annotations do"
                            + " nothing: it was made before the aspects, or by hand.");
        }

        static class Hiding {
            @Bean
            @Lazy
            Runnable hidden() {
                return new Wronged();
            }
        }

        static class Wronged implements Runnable {
            @Override
            @CircuitBreaker(name = "a", fallbackMethod = "missing")
            public void run() {}
        }

        @Test
        void whoseClassIsUnknownAtStartupFailAtTheFirstCall() {
            AopTestConfiguration.context(Hiding.class)
                    .run(context -> assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> context.getBean(Runnable.class).run()))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("its fallback \"missing\" does not exist"));
        }
    }
}
