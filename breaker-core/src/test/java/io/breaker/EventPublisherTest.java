package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventPublisherTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(EventPublisher.class);

    private final EventPublisher<Number> publisher = new EventPublisher<>("a test");
    private final List<Object> heard = new ArrayList<>();

    @Test
    void anEventIsWantedOnlyIfSomebodyListensToItsType() {
        assertThat(publisher.isWanted(Integer.class)).isFalse();
        Subscription subscription = publisher.subscribe(Integer.class, heard::add);
        assertThat(publisher.isWanted(Integer.class)).isTrue();
        assertThat(publisher.isWanted(Long.class)).isFalse();

        subscription.close();

        assertThat(publisher.isWanted(Integer.class)).isFalse();
    }

    @Test
    void aListenerToACommonTypeHearsAll() {
        publisher.subscribe(Number.class, heard::add);
        publisher.subscribe(Long.class, value -> heard.add("long " + value));
        publisher.publish(1);
        publisher.publish(2L);

        assertThat(heard).containsExactly(1, 2L, "long 2");
        assertThat(publisher.failures()).isZero();
    }

    @Test
    void oneListenerThatIsAddedTwiceHearsTwiceAndIsClosedOneByOne() {
        Consumer<Number> listener = heard::add;
        Subscription first = publisher.subscribe(Number.class, listener);
        publisher.subscribe(Number.class, listener);
        publisher.publish(1);
        first.close();
        first.close();
        publisher.publish(2);

        assertThat(heard).containsExactly(1, 1, 2);
    }

    @Test
    void aListenerThatThrowsIsCountedAndTheOthersHear() {
        publisher.subscribe(Number.class, value -> {
            throw new StackOverflowError("a broken listener");
        });
        publisher.subscribe(Number.class, heard::add);
        publisher.publish(1);
        publisher.publish(2);

        assertThat(heard).containsExactly(1, 2);
        assertThat(publisher.failures()).isEqualTo(2);
    }

    @Test
    void aListenerThatThrowsIsLoggedOnceAndNamesItsOwner() {
        publisher.subscribe(Number.class, value -> {
            throw new IllegalStateException("a broken listener");
        });
        publisher.publish(1);
        publisher.publish(2);

        assertThat(log.lines()).containsExactly("WARN A listener of a test threw; its further throws are only counted");
    }

    @Test
    void aListenerMayCloseItselfAndAddOthersWhileItListens() {
        List<Subscription> own = new ArrayList<>();
        own.add(publisher.subscribe(Number.class, value -> {
            own.get(0).close();
            publisher.subscribe(Number.class, heard::add);
        }));
        publisher.publish(1);
        publisher.publish(2);

        assertThat(heard).containsExactly(2);
    }
}
