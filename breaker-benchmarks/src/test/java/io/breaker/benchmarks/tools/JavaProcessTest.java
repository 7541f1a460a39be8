package io.breaker.benchmarks.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JavaProcessTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @Test
    void returnsWhatWasPrinted() {
        assertThat(JavaProcess.run(CLASS_PATH, List.of(), Printing.class, List.of("first", "second")))
                .isEqualTo("[first, second]");
    }

    @Test
    void tellsHowAProcessFailed() {
        assertThatThrownBy(() -> JavaProcess.run(CLASS_PATH, List.of(), Failing.class, List.of("argument")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Failing [argument] ended with 3, printed 'what it was doing'");
    }

    @Test
    void endsAProcessThatDoesNotEndByItself() {
        Set<Long> before = children();
        assertThatThrownBy(
                        () -> JavaProcess.run(CLASS_PATH, List.of(), Hanging.class, List.of(), Duration.ofMillis(10)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Hanging [] did not end within PT0.01S");
        assertThat(before).containsAll(children());
    }

    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    static final class Printing {
        public static void main(String[] arguments) {
            System.out.print(List.of(arguments));
        }
    }

    static final class Failing {
        public static void main(String[] arguments) {
            System.out.print("what it was doing");
            System.exit(3);
        }
    }

    static final class Hanging {
        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
