package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ComplaintTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(ComplaintTest.class);

    private final Logger logger = LoggerFactory.getLogger(ComplaintTest.class);
    private final Complaint complaint = new Complaint();

    @Test
    void isSaidOnceWithItsCause() {
        complaint.warn(logger, new IllegalStateException("first"), "it broke");
        complaint.warn(logger, new IllegalStateException("second"), "it broke");

        assertThat(log.events()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).isEqualTo("it broke");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("first");
        });
    }

    @Test
    void aCauseThatCannotBePrintedBreaksNothing() {
        IllegalStateException unprintable = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("its message throws, too");
            }
        };

        assertThatCode(() -> complaint.warn(logger, unprintable, "it broke")).doesNotThrowAnyException();

        assertThat(log.events()).isEmpty(); // the logger tried, and it threw
    }
}
