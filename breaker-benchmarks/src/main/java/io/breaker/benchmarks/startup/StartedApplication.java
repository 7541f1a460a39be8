package io.breaker.benchmarks.startup;

import java.lang.management.ManagementFactory;
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
     * @param arguments the class of the bean
     * @throws ClassNotFoundException if there is none of that name
     */
    public static void main(String[] arguments) throws ClassNotFoundException {
        Class<?> bean = Class.forName(arguments[0]);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StartedApplication.class, bean)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run()) {
            long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
            System.out.println(STARTED + uptime + ", beans: " + context.getBeanDefinitionCount() + ", bean: "
                    + context.getBean(bean).getClass().getSimpleName());
        }
    }
}
