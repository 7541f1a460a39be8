package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNullElse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Lets {@link CircuitBreakersEndpoint} hear what endpoints cannot have as parameters, since the keys of a body are the names
 * of their methods' parameters: {@code for}, a word that Java has taken, and the keys of settings, which have dashes. All keys
 * that are no parameter's are settings; the endpoint refuses those that are none.
 */
public final class BodyKeys implements OperationInvokerAdvisor {

    static final String FOR = "for";

    static final String SETTINGS = "settings";

    /** The keys that are no settings'. */
    static final List<String> OTHERS = List.of("updateState", "scope", "reason", "by", FOR);

    /** The parameter, whose own name is no key. */
    private static final String DURATION = "duration";

    private static final EndpointId ENDPOINT = EndpointId.of(CircuitBreakersEndpoint.ID);

    /** Makes one; any number of endpoints may share it. */
    public BodyKeys() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType operation, OperationParameters parameters, OperationInvoker invoker) {
        if (!endpoint.equals(ENDPOINT) || operation != OperationType.WRITE) {
            return invoker;
        }
        Set<String> keys = parameters.stream().map(OperationParameter::getName).collect(Collectors.toUnmodifiableSet());
        return context -> invoker.invoke(sorted(context, keys));
    }

    private static InvocationContext sorted(InvocationContext context, Set<String> keys) {
        Map<String, Object> arguments = new HashMap<>();
        Map<String, @Nullable Object> settings = new TreeMap<>();
        context.getArguments().forEach((key, value) -> {
            if (key.equals(FOR)) {
                arguments.put(DURATION, value);
            } else if (key.equals(SETTINGS) && value instanceof Map<?, ?> several) { // over JMX, which has no bodies
                several.forEach((setting, wanted) -> settings.put(String.valueOf(setting), wanted));
            } else if (keys.contains(key) && !key.equals(DURATION) && !key.equals(SETTINGS)) {
                arguments.put(key, value);
            } else if (value != null || !key.equals(SETTINGS)) {
                settings.put(key, value);
            }
        });
        arguments.put(SETTINGS, settings);
        SecurityContext security = context.resolveArgument(SecurityContext.class);
        return new InvocationContext(requireNonNullElse(security, SecurityContext.NONE), arguments);
    }
}
