package io.breaker.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What a service calls: answers yes or no after a moment, and counts how many ask at a time. */
final class Provider implements AutoCloseable {

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean works = true;

    Provider() {
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void works(boolean changed) {
        works = changed;
    }

    /** {@return how many calls have come} */
    int calls() {
        return calls.get();
    }

    /** {@return how many calls ran at a time, at most, since that was asked last} */
    int mostAtATime() {
        return most.getAndSet(running.get());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                calls.incrementAndGet();
                threads.execute(() -> answer(socket));
            } catch (IOException e) {
                assert server.isClosed() : e;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            running.decrementAndGet();
            socket.getOutputStream().write(works ? 'y' : 'n');
        } catch (IOException e) {
            assert e.getMessage() != null; // the caller was killed
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
