package io.breaker.sample.drill;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks at all instances ten times a second. */
final class FleetWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;

    /** What the instances said at one moment. */
    record Sighting(long nanos, List<Look> looks) {}

    private final Fleet fleet;
    private final List<Sighting> sightings = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looking;

    FleetWatch(Fleet fleet) {
        this.fleet = fleet;
        look();
        this.looking = timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        sightings.add(new Sighting(System.nanoTime(), fleet.look()));
    }

    List<Look> last() {
        return sightings.get(sightings.size() - 1).looks();
    }

    List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    @Override
    public void close() {
        looking.cancel(true);
        timer.shutdownNow();
    }
}
