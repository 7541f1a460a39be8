package io.breaker.spring.dashboard;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** The stream in an application on Spring WebFlux. */
@RestController
@RequestMapping(Headers.BASE_PATH)
public final class ReactiveStream {

    private final Dashboard dashboard;

    /**
     * Makes it.
     *
     * @param dashboard tells whoever watches
     */
    public ReactiveStream(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    /**
     * Answers who only asks whether there is a stream: without one.
     *
     * @return no content
     */
    @RequestMapping(path = "/breaker-dashboard/stream", method = RequestMethod.HEAD)
    public ResponseEntity<Void> head() {
        return ResponseEntity.ok().headers(Headers.ofStream()).build();
    }

    /** {@return what there is now, and then what changes; status 503 if too many watch, or the application stops} */
    @GetMapping("/breaker-dashboard/stream")
    public ResponseEntity<Flux<ServerSentEvent<String>>> stream() {
        SinkWatcher watcher = new SinkWatcher();
        if (!dashboard.watch(watcher)) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .headers(Headers.ofData())
                    .build();
        }
        Flux<ServerSentEvent<String>> events = watcher.messages()
                .doFinally(end -> dashboard.leave(watcher))
                .map(message -> ServerSentEvent.builder(message.json())
                        .event(message.event())
                        .build());
        return ResponseEntity.ok().headers(Headers.ofStream()).body(events);
    }
}
