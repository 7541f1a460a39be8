package io.breaker.benchmarks.spring;

/** Who guards the bean. */
public enum Hosting {
    /** This library's starter. */
    BREAKER("Breaker", "io.breaker.", BreakerBean.class, BreakerOpener.class),
    /** Resilience4j's starter. */
    RESILIENCE4J("Resilience4j", "io.github.resilience4j.", Resilience4jBean.class, Resilience4jOpener.class),
    /** Spring's proxy with an interceptor that does nothing: the floor. */
    INTERCEPTOR("floor: bare interceptor", "none", PlainBean.class, BareInterceptor.class);

    private final String title;
    private final String libraryPackage;
    private final Class<? extends GuardedBean> bean;
    private final Class<?> setUp;

    Hosting(String title, String libraryPackage, Class<? extends GuardedBean> bean, Class<?> setUp) {
        this.title = title;
        this.libraryPackage = libraryPackage;
        this.bean = bean;
        this.setUp = setUp;
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    String libraryPackage() {
        return libraryPackage;
    }

    Class<? extends GuardedBean> bean() {
        return bean;
    }

    Class<?> setUp() {
        return setUp;
    }
}
