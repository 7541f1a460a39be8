package io.breaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** A timer whose tasks run on the test's thread, when the test says so. */
public final class ManualTimer implements Timer {

    private final TimeSource time;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    public ManualTimer(TimeSource time) {
        this.time = time;
    }

    @Override
    public Future<?> schedule(long delayNanos, Runnable task) {
        Task scheduled = new Task(time.nanoTime() + delayNanos, delayNanos, task);
        tasks.add(scheduled);
        return scheduled;
    }

    /** Runs what is due and was not cancelled. */
    public void runDue() {
        for (Task task : new ArrayList<>(tasks)) {
            if (time.nanoTime() - task.dueNanos >= 0) {
                run(task);
            }
        }
    }

    /** Runs what was not cancelled, due or not: a timer that is ahead of the time source. */
    public void runAll() {
        new ArrayList<>(tasks).forEach(this::run);
    }

    /** Runs the task that was made last, due or not. */
    public void runNewest() {
        run(tasks.get(tasks.size() - 1));
    }

    private void run(Task task) {
        if (tasks.remove(task) && task.complete(null)) {
            task.work.run();
        }
    }

    /** The delays of the tasks that wait, in the order of their making. */
    public List<Duration> waiting() {
        return tasks.stream()
                .filter(task -> !task.isDone())
                .map(task -> Duration.ofNanos(task.delayNanos))
                .toList();
    }

    private static final class Task extends CompletableFuture<Void> {

        private final long dueNanos;
        private final long delayNanos;
        private final Runnable work;

        Task(long dueNanos, long delayNanos, Runnable work) {
            this.dueNanos = dueNanos;
            this.delayNanos = delayNanos;
            this.work = work;
        }
    }
}
