package io.breaker.sample.outside;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Breaks and mends the servers by name. */
@RestController
@RequestMapping("/faults")
class FaultController {

    private final Map<String, BreakableServer> servers;

    FaultController(Map<String, BreakableServer> servers) {
        this.servers = servers;
    }

    @GetMapping
    Map<String, Answer> all() {
        Map<String, Answer> answers = new TreeMap<>();
        servers.forEach((name, server) -> answers.put(name, Answer.of(server.fault())));
        return answers;
    }

    @PostMapping("/{name}")
    ResponseEntity<Answer> apply(@PathVariable String name, @RequestBody Wish wish) {
        BreakableServer server = servers.get(name);
        if (server == null) {
            return ResponseEntity.notFound().build();
        }
        Fault fault = Fault.parse(wish.mode, wish.delay);
        if (wish.duration == null) {
            server.apply(fault);
        } else {
            server.apply(fault, Fault.parseDuration("duration", wish.duration));
        }
        return ResponseEntity.ok(Answer.of(fault));
    }

    @ExceptionHandler
    ProblemDetail notUnderstood(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail notPossible(UnsupportedOperationException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    /**
     * What a user asks for.
     *
     * @param delay of each answer in mode slow; 300ms if absent
     * @param duration after which the fault ends by itself; if absent it lasts until it is mended
     */
    record Wish(
            @Nullable String mode,
            @Nullable String delay,
            @Nullable String duration) {}

    record Answer(String mode, String delay) {

        static Answer of(Fault fault) {
            return new Answer(fault.modeName(), fault.delay().toMillis() + "ms");
        }
    }
}
