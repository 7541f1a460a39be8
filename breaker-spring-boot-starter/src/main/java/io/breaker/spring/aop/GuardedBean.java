package io.breaker.spring.aop;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * A bean, by its type: looking at it makes no bean that is not there yet.
 *
 * @param name its name
 * @param type its class as written, or an interface where nothing more is known before it is made
 * @param instance the singleton as others get it, if it exists and is no factory
 * @param mayHaveMore whether the class behind an interface or abstract type, once made, may have what the type lacks
 */
record GuardedBean(String name, Class<?> type, @Nullable Object instance, boolean mayHaveMore) {

    /** {@return the beans with guarded methods} */
    static List<GuardedBean> find(ConfigurableListableBeanFactory beans, Guards guards) {
        List<GuardedBean> found = new ArrayList<>();
        for (String name : beans.getBeanDefinitionNames()) {
            boolean isScopedProxy = beans.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name));
            if (isScopedProxy || beans.getMergedBeanDefinition(name).isAbstract()) {
                continue; // what stands behind a scoped proxy has a definition of its own
            }
            Object instance = beans.containsSingleton(name) ? beans.getSingleton(name) : null;
            if (instance instanceof FactoryBean) {
                instance = null;
            }
            Class<?> type = instance != null ? AopProxyUtils.ultimateTargetClass(instance) : type(beans, name);
            if (type != null && !guards.of(type).isEmpty()) {
                boolean mayHaveMore = instance == null && Modifier.isAbstract(type.getModifiers()); // or an interface
                found.add(new GuardedBean(name, ClassUtils.getUserClass(type), instance, mayHaveMore));
            }
        }
        return found;
    }

    private static @Nullable Class<?> type(ConfigurableListableBeanFactory beans, String name) {
        BeanDefinition definition = beans.getMergedBeanDefinition(name);
        if (definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE) instanceof Class<?> proxied) {
            return proxied;
        }
        try {
            return beans.getType(name, false);
        } catch (BeansException unknown) {
            return null; // whoever makes the bean will hear of it
        }
    }
}
