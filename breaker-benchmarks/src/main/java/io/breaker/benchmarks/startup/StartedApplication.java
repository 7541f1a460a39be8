package io.breaker.benchmarks.startup;

import java.lang.management.ManagementFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A small application with actuator, a Prometheus registry and one bean; prints how long it took to start, and ends. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

    static final String STARTED = "started in ms: ";

    /**
     * Starts the application and prints the milliseconds from the start of the virtual machine.
     *
     * @param arguments the variant
     * @throws ClassNotFoundException if one of its classes is missing
     * @throws IllegalStateException if it is not that variant that runs here
     */
    public static void main(String... arguments) throws ClassNotFoundException {
        Variant variant = Variant.valueOf(arguments[0]);
        SpringApplicationBuilder application = new SpringApplicationBuilder(StartedApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF);
        for (String source : variant.sources()) {
            application.sources(Class.forName(source));
        }
        try (ConfigurableApplicationContext context = application.run()) {
            long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
            variant.check(StartedApplication.class.getClassLoader());
            Object bean = context.getBean(Class.forName(variant.sources().get(0)));
            if (AopUtils.isAopProxy(bean) != variant.isGuarded()) {
                throw new IllegalStateException("the variant '" + variant.title() + "' has a bean " + bean.getClass());
            }
            System.out.println(STARTED + uptime + ", beans: " + context.getBeanDefinitionCount() + ", bean: "
                    + bean.getClass().getSimpleName());
        }
    }
}
