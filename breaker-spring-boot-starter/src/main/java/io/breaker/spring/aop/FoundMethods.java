package io.breaker.spring.aop;

import io.breaker.spring.config.AnnotatedMethods;
import io.breaker.spring.config.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds them anew each time: startup asks once or twice. */
record FoundMethods(ConfigurableListableBeanFactory beans, Guards guards, Policies policies)
        implements AnnotatedMethods {

    @Override
    public List<AnnotatedMethod> of(PolicyKind kind) {
        List<AnnotatedMethod> found = new ArrayList<>();
        for (GuardedBean bean : GuardedBean.find(beans, guards)) {
            for (GuardedMethod method : guards.of(bean.type())) {
                Guard guard = method.guard(kind);
                if (guard != null) {
                    add(bean, method, guard, found);
                }
            }
        }
        return found;
    }

    private void add(GuardedBean bean, GuardedMethod method, Guard guard, List<AnnotatedMethod> found) {
        try {
            found.add(new AnnotatedMethod(bean.name(), method.toString(), policies.name(guard)));
        } catch (IllegalArgumentException reported) {
            // the name has no value: the look at annotations says so
        }
    }
}
