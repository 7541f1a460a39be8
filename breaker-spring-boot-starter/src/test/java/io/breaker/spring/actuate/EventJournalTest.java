package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventJournalTest {

    private static final Instant MINUTE = Instant.parse("2026-01-31T12:00:00Z");

    private final EventJournal journal = journal(3);

    @Test
    void refusalsOfOneMinuteAreOneEntry() {
        refuse(journal, MINUTE);
        refuse(journal, MINUTE.plusSeconds(59));
        refuse(journal, MINUTE.plusSeconds(60));

        assertThat(lines(journal))
                .containsExactly(
                        Map.of("kind", "a", "count", 2L, "lastTime", "2026-01-31T12:00:59Z"),
                        Map.of("kind", "a", "count", 1L, "lastTime", "2026-01-31T12:01:00Z"));
    }

    @Test
    void aFloodOfManyMinutesLeavesTheLastOnesAndPushesOutNothingElse() {
        journal.happened(EventType.TIMEOUT, MINUTE, Map.of(), null);
        for (int i = 0; i < 1000; i++) {
            refuse(journal, MINUTE.plusSeconds(i));
        }

        assertThat(journal.entries())
                .extracting(JournalEntry::type)
                .containsExactly(
                        EventType.TIMEOUT, EventType.CALL_REJECTED, EventType.CALL_REJECTED, EventType.CALL_REJECTED);
        assertThat(journal.entries())
                .extracting(JournalEntry::time)
                .containsExactly(
                        MINUTE, MINUTE.plusSeconds(14 * 60), MINUTE.plusSeconds(15 * 60), MINUTE.plusSeconds(16 * 60));
    }

    @Test
    void aWallClockThatIsSetBackBeginsAnotherEntry() {
        refuse(journal, MINUTE);
        refuse(journal, MINUTE.minusSeconds(3600));

        assertThat(journal.entries()).hasSize(2);
    }

    @Test
    void listensOnlyIfItKeepsSomething() {
        List<EventJournal> listening = new ArrayList<>();
        EventJournal silent = new EventJournal(List.of(EventType.TIMEOUT), 0, self -> {
            listening.add(self);
            return List.of();
        });
        silent.happened(EventType.TIMEOUT, MINUTE, Map.of(), null);
        refuse(silent, MINUTE);

        assertThat(listening).isEmpty();
        assertThat(silent.entries()).isEmpty();
    }

    @Test
    void endsItsSubscriptionsWhenItIsClosed() {
        List<String> closed = new ArrayList<>();
        Subscription one = () -> closed.add("one");
        Subscription other = () -> closed.add("other");
        new EventJournal(List.of(EventType.TIMEOUT), 1, self -> List.of(one, other)).close();

        assertThat(closed).containsExactly("one", "other");
    }

    private static EventJournal journal(int size) {
        return new EventJournal(List.of(EventType.CALL_REJECTED, EventType.TIMEOUT), size, self -> List.of());
    }

    private static void refuse(EventJournal journal, Instant time) {
        journal.refused(EventType.CALL_REJECTED, time, Map.of("kind", "a"), null);
    }

    private static List<Map<String, Object>> lines(EventJournal journal) {
        return journal.entries().stream()
                .map(entry -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    entry.putDetails(fields);
                    return fields;
                })
                .toList();
    }
}
