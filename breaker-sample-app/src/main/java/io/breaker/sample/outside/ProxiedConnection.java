package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection through the proxy, on three threads: requests are copied by one; answers are received by another
 * and delivered by a third, so that a delay makes answers late but never makes them queue up behind each other.
 */
final class ProxiedConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final Socket client;
    private final Socket server = new Socket();
    private final FaultyProxy proxy;
    private final BlockingQueue<Chunk> answers = new ArrayBlockingQueue<>(1024);

    ProxiedConnection(Socket client, FaultyProxy proxy) {
        this.client = client;
        this.proxy = proxy;
    }

    /** Copies bytes both ways until either side closes. */
    void forward(InetSocketAddress address) throws IOException {
        server.connect(address, CONNECT_TIMEOUT_MILLIS);
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        proxy.start("receive", () -> untilBroken(this::receiveAnswers));
        proxy.start("deliver", () -> untilBroken(this::deliverAnswers));
        untilBroken(this::copyRequests);
    }

    private void copyRequests() throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            proxy.awaitFlow();
            out.write(buffer, 0, length);
        }
    }

    private void receiveAnswers() throws IOException, InterruptedException {
        InputStream in = server.getInputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            Fault fault = proxy.fault();
            long delay = fault.mode() == Mode.SLOW ? fault.delay().toNanos() : 0;
            answers.put(new Chunk(Arrays.copyOf(buffer, length), System.nanoTime() + delay));
        }
        answers.put(Chunk.END);
    }

    private void deliverAnswers() throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        for (Chunk chunk = answers.take(); !chunk.isEnd(); chunk = answers.take()) {
            TimeUnit.NANOSECONDS.sleep(chunk.dueNanos - System.nanoTime());
            proxy.awaitFlow();
            out.write(chunk.bytes);
        }
        close();
    }

    private void untilBroken(Copying copying) {
        try {
            copying.run();
        } catch (IOException e) {
            close(); // One side has closed: that is how connections end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /** Breaks both sides at once: what is under way is lost. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (SocketException e) {
            return; // It is closed already.
        } finally {
            answers.clear();
            close();
        }
    }

    void close() {
        answers.offer(Chunk.END);
        closeQuietly(client);
        closeQuietly(server);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // Closed is closed.
        }
    }

    private interface Copying {
        void run() throws IOException, InterruptedException;
    }

    /** Bytes that came together, and when they may go on. */
    private static final class Chunk {

        static final Chunk END = new Chunk(new byte[0], 0);

        final byte[] bytes;
        final long dueNanos;

        Chunk(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }

        boolean isEnd() {
            return bytes.length == 0;
        }
    }
}
