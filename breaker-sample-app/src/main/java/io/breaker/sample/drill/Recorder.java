package io.breaker.sample.drill;

import java.util.ArrayList;
import java.util.List;

/** Keeps what happened since the present run began. */
final class Recorder {

    /** What the breaker of a server was seen to be at one moment. */
    record Sighting(long nanos, String redis, String payment) {

        String of(String server) {
            return server.equals("redis") ? redis : payment;
        }
    }

    private List<Answer> answers = new ArrayList<>();
    private List<Sighting> sightings = new ArrayList<>();

    synchronized void begin() {
        answers = new ArrayList<>();
        sightings = new ArrayList<>();
    }

    synchronized void add(Answer answer) {
        answers.add(answer);
    }

    synchronized void add(Sighting sighting) {
        sightings.add(sighting);
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }
}
