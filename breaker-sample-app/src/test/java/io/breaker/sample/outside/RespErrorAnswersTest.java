package io.breaker.sample.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RespErrorAnswersTest {

    private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";
    private static final String GET = "*2\r\n$3\r\nGET\r\n$1\r\na\r\n";

    @Test
    void answersEachPipelinedCommandOnce() throws IOException {
        String binaryValue = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$8\r\n*1\r\n\r\nxy\r\n";

        assertThat(answersTo(GET + binaryValue + GET)).isEqualTo(LOADING.repeat(3));
    }

    @Test
    void answersCommandsThatArriveByteByByte() throws IOException {
        InputStream dripping = new ByteArrayInputStream((GET + GET).getBytes(US_ASCII)) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
        assertThat(answersTo(dripping)).isEqualTo(LOADING.repeat(2));
    }

    @Test
    void answersPlainLines() throws IOException {
        assertThat(answersTo("PING\r\n")).isEqualTo(LOADING);
    }

    @Test
    void greetsClientsSoThatTheirCommandsAreWhatFails() throws IOException {
        String hello = "*2\r\n$5\r\nhello\r\n$1\r\n3\r\n";
        String select = "*2\r\n$6\r\nSELECT\r\n$1\r\n1\r\n";

        assertThat(answersTo(hello + select + GET)).startsWith("%3\r\n").endsWith(":3\r\n+OK\r\n" + LOADING);
    }

    @Test
    void aCommandThatBreaksOffGetsNoAnswer() {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> answersTo("*2\r\n$3\r\nGE"));
    }

    private static String answersTo(String requests) throws IOException {
        return answersTo(new ByteArrayInputStream(requests.getBytes(US_ASCII)));
    }

    private static String answersTo(InputStream requests) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        new RespErrorAnswers().serve(requests, answers);
        return answers.toString(US_ASCII);
    }
}
