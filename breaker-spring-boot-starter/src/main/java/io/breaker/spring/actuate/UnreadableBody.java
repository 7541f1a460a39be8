package io.breaker.spring.actuate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Says in a sentence that a body for {@link CircuitBreakersEndpoint} is none, with Spring MVC. */
public final class UnreadableBody implements HandlerExceptionResolver, Ordered {

    /** Makes one. */
    public UnreadableBody() {}

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!(thrown instanceof HttpMessageNotReadableException) || !BadBody.isOurs(request.getRequestURI(), handler)) {
            return null;
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try {
            response.getOutputStream().write(BadBody.answer());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new ModelAndView();
    }

    /** Before those who would answer all that is unreadable. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
