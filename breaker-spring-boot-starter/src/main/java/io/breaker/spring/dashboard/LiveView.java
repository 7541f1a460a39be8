package io.breaker.spring.dashboard;

import io.breaker.TimeSource;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tiles and the journal as messages. For one thread. */
final class LiveView implements Session.View {

    private final String application;
    private final boolean controls;
    private final Journal journal;
    private final InstantSource clock;
    private final Tiles tiles;
    private long told;

    LiveView(
            String application,
            boolean controls,
            Policies policies,
            Journal journal,
            TimeSource time,
            InstantSource clock) {
        this.application = application;
        this.controls = controls;
        this.journal = journal;
        this.clock = clock;
        this.tiles = new Tiles(policies, journal, time, clock);
    }

    /** All that was told so far: what has happened since comes with the next tick, to all. */
    @Override
    public Message hello() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("application", application);
        about.put("controls", controls);
        about.put("journal", journal.id());
        List<Journal.Line> known =
                journal.after(0).stream().filter(line -> line.number() <= told).toList();
        return new Message("hello", message("\"about\":" + Json.text(about) + "," + tiles.all(), known));
    }

    @Override
    public Message tick() {
        String changes = tiles.tick();
        List<Journal.Line> fresh = journal.after(told);
        told = fresh.isEmpty() ? told : fresh.get(fresh.size() - 1).number();
        return new Message("tick", message(changes, fresh));
    }

    private String message(String content, List<Journal.Line> lines) {
        String events = lines.stream().map(line -> Json.text(line.fields())).collect(Collectors.joining(",", "[", "]"));
        return "{\"now\":" + clock.instant().toEpochMilli() + "," + content + ",\"events\":" + events + "}";
    }

    @Override
    public void close() {
        tiles.close();
    }
}
