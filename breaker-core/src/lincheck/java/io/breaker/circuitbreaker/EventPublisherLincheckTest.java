package io.breaker.circuitbreaker;

import io.breaker.EventPublisher;
import io.breaker.Linearizable;
import io.breaker.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An event goes to those who are subscribed at one moment, each once. */
@Tag("interleavings")
class EventPublisherLincheckTest {

    @Test
    void anEventGoesToThoseOfOneMomentUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Listeners.class, PlainList.class);
    }

    @Test
    void anEventGoesToThoseOfOneMomentUnderLoad() {
        Linearizable.underLoad(Listeners.class, PlainList.class);
    }

    @Param(name = "id", gen = IntGen.class, conf = "0:2")
    public static class Listeners {

        private final EventPublisher<IntConsumer> events = new EventPublisher<>("listeners");
        private final List<Subscription> first = List.of(listen(0), listen(1), listen(2));

        private Subscription listen(int id) {
            return events.subscribe(IntConsumer.class, event -> event.accept(id));
        }

        @Operation
        public void subscribe(@Param(name = "id") int id) {
            listen(10 + id);
        }

        @Operation
        public void close(@Param(name = "id") int id) {
            first.get(id).close();
        }

        @Operation
        public boolean isWanted() {
            return events.isWanted(IntConsumer.class);
        }

        @Operation
        public String publish() {
            StringBuilder heard = new StringBuilder();
            events.publish(id -> heard.append(id).append(' '));
            return heard.toString();
        }
    }

    public static class PlainList {

        private final List<Integer> ids = new ArrayList<>(List.of(0, 1, 2));

        public void subscribe(int id) {
            ids.add(10 + id);
        }

        public void close(int id) {
            ids.remove((Integer) id);
        }

        public boolean isWanted() {
            return !ids.isEmpty();
        }

        public String publish() {
            StringBuilder heard = new StringBuilder();
            ids.forEach(id -> heard.append(id).append(' '));
            return heard.toString();
        }
    }
}
