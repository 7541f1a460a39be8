package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

class ProxyChoiceTest {

    static class WithInterface implements Runnable {
        @Override
        public void run() {}
    }

    /** For beans of their own, as older frameworks and users bring them, before and after Spring's by name. */
    abstract static class Others {
        static BeanNameAutoProxyCreator creator(boolean byClass) {
            BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setProxyTargetClass(byClass);
            return creator;
        }
    }

    static class OthersByClass {
        @Bean
        static BeanNameAutoProxyCreator aCreator() {
            return Others.creator(true);
        }
    }

    static class OthersByInterfaces {
        @Bean
        static BeanNameAutoProxyCreator aCreator() {
            return Others.creator(false);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void followsSpringsOwnCreatorWhateverOthersDoForTheirBeans(boolean byClass) {
        Class<?> others = byClass ? OthersByInterfaces.class : OthersByClass.class;
        new ApplicationContextRunner()
                .withUserConfiguration(others) // first, so that it comes first where creators are looked for by type
                .run(without -> assertThat(isByInterfaces(without)).isEqualTo(byClass));
        AopTestConfiguration.context(others)
                .withPropertyValues("spring.aop.proxy-target-class=" + byClass)
                .run(context -> assertThat(isByInterfaces(context)).isEqualTo(!byClass));
    }

    private static boolean isByInterfaces(org.springframework.context.ConfigurableApplicationContext context) {
        return new ProxyChoice(context.getBeanFactory()).isByInterfaces(WithInterface.class, null);
    }
}
