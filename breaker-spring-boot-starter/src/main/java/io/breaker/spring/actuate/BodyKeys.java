package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNullElse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
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

    /** Whose breaker it is, over JMX. */
    static final String MANAGED_NAME = "name";

    /** The parameters whose own names are no keys. */
    private static final String DURATION = "duration";

    private static final String NAME = "pathName";

    private static final EndpointId ENDPOINT = EndpointId.of(CircuitBreakersEndpoint.ID);

    /** Makes one; any number of endpoints may share it. */
    public BodyKeys() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType operation, OperationParameters parameters, OperationInvoker invoker) {
        return endpoint.equals(ENDPOINT) && operation == OperationType.WRITE
                ? context -> invoker.invoke(sorted(context))
                : invoker;
    }

    /** What stands in the path comes before the body: there, {@code name} is no key. */
    private static InvocationContext sorted(InvocationContext context) {
        boolean hasPath = context.getArguments().containsKey(NAME);
        Map<String, Object> arguments = new HashMap<>();
        Map<String, @Nullable Object> settings = new TreeMap<>();
        context.getArguments().forEach((key, value) -> {
            if (key.equals(FOR)) {
                arguments.put(DURATION, value);
            } else if (key.equals(NAME) || OTHERS.contains(key)) {
                arguments.put(key, value);
            } else if (key.equals(MANAGED_NAME) && !hasPath) {
                arguments.put(NAME, value);
            } else if (key.equals(SETTINGS) && (value == null || value instanceof Map<?, ?>)) { // JMX has no bodies
                putAll(value, settings);
            } else {
                settings.put(key, value);
            }
        });
        arguments.put(SETTINGS, settings);
        SecurityContext security = context.resolveArgument(SecurityContext.class);
        return new InvocationContext(requireNonNullElse(security, SecurityContext.NONE), arguments);
    }

    private static void putAll(@Nullable Object several, Map<String, @Nullable Object> settings) {
        if (several instanceof Map<?, ?> map) {
            map.forEach((setting, wanted) -> settings.put(String.valueOf(setting), wanted));
        }
    }
}
