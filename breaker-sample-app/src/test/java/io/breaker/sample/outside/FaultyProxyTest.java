package io.breaker.sample.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.sample.outside.Fault.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {

    private final ServerSocket server = listen();
    private FaultyProxy proxy;

    @BeforeEach
    void start() throws IOException {
        start(this::echo);
        proxy = new FaultyProxy(
                "test", () -> new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), null);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void forwardsBytesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void endsTheClientsConnectionWhenTheServerCloses() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "quit!")).isEqualTo("quit!");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void downBreaksConnectionsOldAndNew() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");

            proxy.apply(fault(Mode.DOWN));

            assertBroken(client);
        }
        try (Socket client = connect()) {
            assertBroken(client);
        }
    }

    @Test
    void servesNewConnectionsAgainWhenNoLongerDown() throws IOException {
        proxy.apply(fault(Mode.DOWN));
        proxy.apply(Fault.NONE);

        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void hangKeepsBytesAndConnectionsAndLetsThemGoWhenHealed() throws IOException {
        try (Socket old = connect()) {
            assertThat(ask(old, "hello")).isEqualTo("hello");
            proxy.apply(fault(Mode.HANG));

            try (Socket young = connect()) {
                for (Socket client : new Socket[] {old, young}) {
                    client.setSoTimeout(100);
                    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> ask(client, "later"));
                    client.setSoTimeout(10_000);
                }

                proxy.apply(Fault.NONE);

                assertThat(read(old, 5)).isEqualTo("later");
                assertThat(read(young, 5)).isEqualTo("later");
                assertThat(ask(old, "after")).isEqualTo("after");
            }
        }
    }

    @Test
    void hangThatTurnsIntoDownDropsWhatItKept() throws IOException {
        try (Socket client = connect()) {
            proxy.apply(fault(Mode.HANG));
            client.getOutputStream().write("never".getBytes(US_ASCII));

            proxy.apply(fault(Mode.DOWN));

            assertBroken(client);
        }
    }

    @Test
    void slowKeepsEachAnswerForTheDelay() throws IOException {
        try (Socket client = connect()) {
            proxy.apply(new Fault(Mode.SLOW, Duration.ofMillis(120)));

            long begin = System.nanoTime();
            assertThat(ask(client, "hello")).isEqualTo("hello");
            assertThat(ask(client, "again")).isEqualTo("again");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(240));
        }
    }

    @Test
    void errorsAreAnsweredInPlaceOfTheServer() throws IOException {
        try (FaultyProxy redis = new FaultyProxy("test", proxy::address, new RespErrorAnswers());
                Socket old = connect(redis)) {
            assertThat(ask(old, "hello")).isEqualTo("hello");

            redis.apply(fault(Mode.ERRORS));

            assertBroken(old);
            try (Socket client = connect(redis)) {
                client.getOutputStream().write("GET a\r\n".getBytes(US_ASCII));
                assertThat(read(client, 8)).isEqualTo("-LOADING");

                redis.apply(Fault.NONE);

                client.getInputStream().skipNBytes(" Redis is loading the dataset in memory\r\n".length());
                assertBroken(client);
            }
        }
    }

    private void assertBroken(Socket client) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            client.getOutputStream().write(1);
            if (client.getInputStream().read() < 0) {
                throw new IOException("closed");
            }
        });
    }

    private static Fault fault(Mode mode) {
        return new Fault(mode, Duration.ofMillis(300));
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(FaultyProxy proxy) throws IOException {
        Socket client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        client.setSoTimeout(10_000);
        return client;
    }

    private static String ask(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
        return read(client, text.length());
    }

    private static String read(Socket client, int length) throws IOException {
        byte[] bytes = client.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("closed");
        }
        return new String(bytes, US_ASCII);
    }

    /** Sends back what comes; closes a connection after an exclamation mark. */
    private void echo() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                start(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            for (int c = client.getInputStream().read();
                    c >= 0;
                    c = client.getInputStream().read()) {
                client.getOutputStream().write(c);
                if (c == '!') {
                    return;
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
