package io.breaker.circuitbreaker;

import io.breaker.Body;
import io.breaker.Linearizable;
import io.breaker.Policy;
import io.breaker.Registry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A registry is a plain map: of several instances made for one name, all get the first. */
@Tag("interleavings")
class RegistryLincheckTest {

    @Test
    void itIsAPlainMapUnderChosenSwitches() {
        Linearizable.underChosenSwitches(Instances.class, PlainMap.class);
    }

    @Test
    void itIsAPlainMapUnderLoad() {
        Linearizable.underLoad(Instances.class, PlainMap.class);
    }

    @Param(name = "name", gen = IntGen.class, conf = "0:1")
    @Param(name = "mark", gen = IntGen.class, conf = "1:9")
    public static class Instances {

        private final Marks registry = new Marks();

        @Operation
        public int getOrAdd(@Param(name = "name") int name, @Param(name = "mark") int mark) {
            return registry.getOrAdd(name, mark);
        }

        @Operation
        public int find(@Param(name = "name") int name) {
            return registry.find("" + name).map(Mark::mark).orElse(0);
        }

        @Operation
        public int remove(@Param(name = "name") int name) {
            return registry.remove("" + name).map(Mark::mark).orElse(0);
        }
    }

    public static class PlainMap {

        private final Map<Integer, Integer> marks = new HashMap<>();

        public int getOrAdd(int name, int mark) {
            marks.putIfAbsent(name, mark);
            return marks.getOrDefault(name, 0);
        }

        public int find(int name) {
            return marks.getOrDefault(name, 0);
        }

        public int remove(int name) {
            Integer mark = marks.remove(name);
            return mark == null ? 0 : mark;
        }
    }

    private static final class Marks extends Registry<Mark> {

        Marks() {
            super(Mark.class);
        }

        int getOrAdd(int name, int mark) {
            return getOrAdd("" + name, () -> new Mark("" + name, mark)).mark();
        }
    }

    /** A policy by which one can tell who made it. */
    private static final class Mark implements Policy {

        private final String name;
        private final int mark;

        Mark(String name, int mark) {
            this.name = name;
            this.mark = mark;
        }

        int mark() {
            return mark;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
            return body.call();
        }

        @Override
        public <T extends @Nullable Object> CompletableFuture<T> callAsync(
                Body<? extends CompletionStage<T>, ? extends Throwable> body) {
            throw new UnsupportedOperationException();
        }
    }
}
