package io.breaker.spring.actuate;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Says in a sentence that a body for {@link CircuitBreakersEndpoint} is none, with Spring WebFlux. */
public final class UnreadableReactiveBody implements WebExceptionHandler, Ordered {

    /** Makes one. */
    public UnreadableReactiveBody() {}

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        Object handler = exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        String path = exchange.getRequest().getPath().value();
        if (!(thrown instanceof ServerWebInputException) || !BadBody.isOurs(path, handler)) {
            return Mono.error(thrown);
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.BAD_REQUEST);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] answer = BadBody.answer();
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(answer)));
    }

    /** Before those who would answer all that is unreadable. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
