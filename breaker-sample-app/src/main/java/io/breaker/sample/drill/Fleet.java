package io.breaker.sample.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The instances, and the load on them: the same on each. */
final class Fleet implements AutoCloseable {

    private final List<Instance> instances;
    private final Recorder recorder;
    private List<Load> loads = List.of();

    private Fleet(List<Instance> instances, Recorder recorder) {
        this.instances = instances;
        this.recorder = recorder;
    }

    /** Returns once all of them answer. */
    static Fleet start(int size, List<String> arguments, Path logs, Recorder recorder) throws InterruptedException {
        List<Instance> started = new ArrayList<>();
        Fleet fleet = new Fleet(started, recorder);
        try {
            for (int i = 1; i <= size; i++) {
                started.add(Instance.launch(arguments, logs.resolve("instance-" + i + ".log")));
            }
            for (Instance instance : started) {
                instance.awaitStart();
            }
        } catch (DrillException | InterruptedException e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    /** From now on each instance gets so many requests a second, one in five an order. */
    void load(int rate) {
        loads.forEach(Load::close);
        loads = instances.stream()
                .map(instance -> new Load(new Options(instance.url(), rate, 1, "", false), recorder))
                .toList();
    }

    List<Look> look() {
        return instances.stream().map(Instance::look).toList();
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        instances.forEach(Instance::close);
    }
}
