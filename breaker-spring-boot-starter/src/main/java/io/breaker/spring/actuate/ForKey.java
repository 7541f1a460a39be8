package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNullElse;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Lets {@link CircuitBreakersEndpoint} hear for how long a command holds by the key {@code for}. Endpoints' keys are the names
 * of their methods' parameters, and Java has taken that word. Refuses keys that are none.
 */
public final class ForKey implements OperationInvokerAdvisor {

    static final String KEY = "for";

    /** The parameter, whose own name is no key. */
    private static final String PARAMETER = "duration";

    private static final EndpointId ENDPOINT = EndpointId.of(CircuitBreakersEndpoint.ID);

    /** Makes one; any number of endpoints may share it. */
    public ForKey() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType operation, OperationParameters parameters, OperationInvoker invoker) {
        if (!endpoint.equals(ENDPOINT) || operation != OperationType.WRITE) {
            return invoker;
        }
        Set<String> keys = parameters.stream()
                .filter(parameter -> parameter.getType() != SecurityContext.class)
                .map(OperationParameter::getName)
                .map(name -> name.equals(PARAMETER) ? KEY : name)
                .collect(Collectors.toCollection(TreeSet::new));
        return context -> invoke(context, keys, invoker);
    }

    /** A key that nobody knows is likely to be a mistake, and what it says is missing then. */
    private static @Nullable Object invoke(InvocationContext context, Set<String> keys, OperationInvoker invoker) {
        Set<String> unknown = new TreeSet<>(context.getArguments().keySet());
        unknown.removeAll(keys);
        if (!unknown.isEmpty()) {
            String message = "Nobody knows the key " + String.join(", ", unknown) + ": must be one of "
                    + String.join(", ", keys) + ".";
            return new WebEndpointResponse<>(Map.of("message", message), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
        return invoker.invoke(renamed(context));
    }

    private static InvocationContext renamed(InvocationContext context) {
        Map<String, Object> arguments = new HashMap<>(context.getArguments());
        Object said = arguments.remove(KEY);
        if (said != null) {
            arguments.put(PARAMETER, said);
        }
        SecurityContext security = context.resolveArgument(SecurityContext.class);
        return new InvocationContext(requireNonNullElse(security, SecurityContext.NONE), arguments);
    }
}
