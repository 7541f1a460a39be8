package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNullElse;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Lets {@link CircuitBreakersEndpoint} hear for how long a command holds by the key {@code for}. Endpoints' keys are the names
 * of their methods' parameters, and Java has taken that word.
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
        boolean isUpdate = endpoint.equals(ENDPOINT) && operation == OperationType.WRITE;
        return isUpdate ? context -> invoker.invoke(renamed(context)) : invoker;
    }

    private static InvocationContext renamed(InvocationContext context) {
        Map<String, Object> arguments = new HashMap<>(context.getArguments());
        Object said = arguments.remove(KEY);
        if (said == null) {
            arguments.remove(PARAMETER);
        } else {
            arguments.put(PARAMETER, said);
        }
        SecurityContext security = context.resolveArgument(SecurityContext.class);
        return new InvocationContext(requireNonNullElse(security, SecurityContext.NONE), arguments);
    }
}
