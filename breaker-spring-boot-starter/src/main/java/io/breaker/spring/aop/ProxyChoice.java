package io.breaker.spring.aop;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.ProxyProcessorSupport;
import org.springframework.aop.framework.autoproxy.AbstractAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Which kind of proxy Spring will make for a bean, found out beforehand. Follows {@code AbstractAutoProxyCreator.buildProxy}
 * of Spring Framework 7.0: asking it is not possible, and letting it try ends in "Cannot subclass final class".
 */
final class ProxyChoice extends ProxyProcessorSupport {

    private static final long serialVersionUID = 1L;

    private final transient ConfigurableListableBeanFactory beans;

    ProxyChoice(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** {@return whether anything at all makes proxies here} */
    boolean isMade() {
        return creator() != null;
    }

    /** {@return whether Spring can make a proxy of that bean} */
    boolean isPossible(Class<?> type, @Nullable String beanName) {
        return !isClosed(type) || isByInterfaces(type, beanName);
    }

    /** {@return whether the bean's proxy is one of its interfaces alone, so that nothing else can be called through it} */
    boolean isByInterfaces(Class<?> type, @Nullable String beanName) {
        if (type.isInterface() || Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
            return true;
        }
        Object exposed = null;
        if (beanName != null && beans.containsBeanDefinition(beanName)) {
            BeanDefinition definition = beans.getBeanDefinition(beanName);
            if (Boolean.TRUE.equals(definition.getAttribute(AutoProxyUtils.PRESERVE_TARGET_CLASS_ATTRIBUTE))) {
                return false;
            }
            exposed = definition.getAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE);
        }
        if (exposed instanceof Class<?> || (exposed instanceof Class<?>[] some && some.length > 0)) {
            return true;
        }
        ProxyConfig creator = creator();
        return (exposed != null || (creator != null && !creator.isProxyTargetClass())) && hasInterface(type);
    }

    private static boolean isClosed(Class<?> type) {
        return Modifier.isFinal(type.getModifiers()) || type.isSealed();
    }

    private boolean hasInterface(Class<?> type) {
        for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
            if (!isConfigurationCallbackInterface(each)
                    && !isInternalLanguageInterface(each)
                    && each.getMethods().length > 0) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ProxyConfig creator() {
        if (beans.containsBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)) { // others are for beans of their own
            return beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME, ProxyConfig.class);
        }
        for (String name : beans.getBeanNamesForType(AbstractAutoProxyCreator.class, true, false)) {
            return beans.getBean(name, ProxyConfig.class);
        }
        return null;
    }
}
