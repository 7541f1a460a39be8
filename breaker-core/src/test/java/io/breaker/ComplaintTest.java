package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ComplaintTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ComplaintTest.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Complaint complaint = new Complaint();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN); // tests are silent otherwise
        logger.addAppender(log);
        log.start();
    }

    @Test
    void isSaidOnceWithItsCause() {
        complaint.warn(logger, new IllegalStateException("first"), "it broke");
        complaint.warn(logger, new IllegalStateException("second"), "it broke");

        assertThat(log.list).singleElement().satisfies(line -> {
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

        assertThat(log.list).isEmpty(); // the logger tried, and it threw
    }
}
