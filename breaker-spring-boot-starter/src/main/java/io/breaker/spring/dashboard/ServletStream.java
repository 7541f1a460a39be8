package io.breaker.spring.dashboard;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The stream in an application on Spring MVC. */
@RestController
@RequestMapping(Headers.BASE_PATH)
public final class ServletStream {

    private final Dashboard dashboard;

    /**
     * Makes it.
     *
     * @param dashboard tells whoever watches
     */
    public ServletStream(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /**
     * Answers who only asks whether there is a stream: without one, as nobody would see that he is gone.
     *
     * @return no content
     */
    @RequestMapping(path = "/breaker-dashboard/stream", method = RequestMethod.HEAD)
    public ResponseEntity<Void> head() {
        return ResponseEntity.ok().headers(Headers.ofStream()).build();
    }

    /** {@return what there is now, and then what changes; status 503 if too many watch, or the application stops} */
    @GetMapping("/breaker-dashboard/stream")
    public ResponseEntity<SseEmitter> stream() {
        EmitterWatcher watcher = new EmitterWatcher(dashboard::leave);
        if (!dashboard.watch(watcher)) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .headers(Headers.ofData())
                    .build();
        }
        watcher.start();
        return ResponseEntity.ok().headers(Headers.ofStream()).body(watcher.emitter());
    }
}
