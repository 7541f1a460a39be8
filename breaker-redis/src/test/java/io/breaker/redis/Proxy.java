package io.breaker.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Between a client and a server: delays what is said, and breaks connections. */
final class Proxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayMillis;
    private volatile boolean resets;

    Proxy(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void delayBy(long millis) {
        delayMillis = millis;
    }

    /** Breaks all connections, and new ones too until it is told otherwise. */
    void resetAll(boolean newOnesToo) {
        resets = newOnesToo;
        sockets.forEach(Proxy::reset);
        sockets.clear();
    }

    @Override
    public void close() {
        resetAll(true);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                assert true; // closed, or the server is away
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        if (resets) {
            reset(client);
            return;
        }
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(target);
        start(() -> forward(client, target));
        start(() -> forward(target, client));
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            assert socket.isClosed();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
