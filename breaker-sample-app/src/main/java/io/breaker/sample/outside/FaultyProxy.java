package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy in front of one server. It does to connections what a broken server or network does to them: breaks them,
 * keeps their bytes, or delays them.
 *
 * <p>Its port stays open while the server is down: a client that is refused in a loop can, once in a while, connect to
 * itself, and another process could take the port. Connections are reset instead, before a byte is read.
 */
final class FaultyProxy implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(FaultyProxy.class);
    private static final int BACKLOG = 1024;

    private final String name;
    private final ServerSocket listener;
    private final Supplier<InetSocketAddress> server;
    private final @Nullable ErrorAnswers errorAnswers;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /**
     * @param server where to connect to, asked for each connection
     * @param errorAnswers who answers in mode {@link Mode#ERRORS}; null if the server does that itself
     */
    FaultyProxy(String name, Supplier<InetSocketAddress> server, @Nullable ErrorAnswers errorAnswers)
            throws IOException {
        this.name = name;
        this.server = server;
        this.errorAnswers = errorAnswers;
        this.listener = new ServerSocket();
        listener.bind(Loopback.port(0), BACKLOG);
        start("accept", this::accept);
    }

    InetSocketAddress address() {
        return Loopback.port(listener.getLocalPort());
    }

    Fault fault() {
        return fault;
    }

    /** Connections live on through hang and slow; where another side answers, or nobody, they break. */
    void apply(Fault next) {
        Fault last = fault;
        fault = next;
        if (!samePeer(last, next)) {
            connections.forEach(ProxiedConnection::reset);
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private boolean samePeer(Fault one, Fault other) {
        return isDown(one) == isDown(other) && answersItself(one) == answersItself(other);
    }

    private static boolean isDown(Fault fault) {
        return fault.mode() == Mode.DOWN;
    }

    private boolean answersItself(Fault fault) {
        return fault.mode() == Mode.ERRORS && errorAnswers != null;
    }

    /** Holds the caller back while bytes must not flow. */
    synchronized void awaitFlow() throws InterruptedException {
        while (fault.mode() == Mode.HANG) {
            wait();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start("connection", () -> serve(client));
            } catch (IOException e) {
                log.debug("The proxy of {} accepts no connection", name, e);
            }
        }
    }

    private void serve(Socket client) {
        Fault now = fault;
        ProxiedConnection connection = new ProxiedConnection(client, this);
        connections.add(connection);
        try {
            if (isDown(now) || !samePeer(now, fault)) {
                connection.reset();
            } else if (errorAnswers != null && answersItself(now)) {
                errorAnswers.serve(client.getInputStream(), client.getOutputStream());
            } else {
                connection.forward(server.get());
            }
        } catch (IOException e) {
            log.debug("A connection to {} broke", name, e);
        } finally {
            connection.close();
            connections.remove(connection);
        }
    }

    /** Starts a thread that never keeps the application alive. */
    void start(String task, Runnable work) {
        Thread thread = new Thread(work, name + "-proxy-" + task);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        apply(new Fault(Mode.DOWN, Fault.NONE.delay()));
    }
}
