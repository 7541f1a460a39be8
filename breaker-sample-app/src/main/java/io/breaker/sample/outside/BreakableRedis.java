package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Redis behind a proxy. A server of our own is killed and frozen as a process; with somebody else's server, which is not ours
 * to kill, the proxy alone breaks the connections to it.
 */
final class BreakableRedis extends BreakableServer implements Closeable {

    private final FaultyProxy proxy;
    private final @Nullable File executable;
    private volatile @Nullable RedisProcess process;
    private volatile @Nullable InetSocketAddress outside;
    private boolean closed;

    /** @param executable the redis-server to run, or null to stand in front of another server */
    BreakableRedis(@Nullable File executable) throws IOException {
        this.executable = executable;
        this.process = executable == null ? null : RedisProcess.start(executable);
        this.proxy = new FaultyProxy("redis", this::server, new RespErrorAnswers());
    }

    boolean isEmbedded() {
        return executable != null;
    }

    /** Puts the proxy in front of a server that is not ours. */
    void standBefore(String host, int port) {
        outside = new InetSocketAddress(host, port);
    }

    /** Where clients connect to. */
    InetSocketAddress address() {
        return proxy.address();
    }

    private InetSocketAddress server() {
        RedisProcess own = process;
        InetSocketAddress server = own == null ? outside : own.address();
        if (server == null) {
            throw notBreakable();
        }
        return server;
    }

    @Override
    void change(Fault next) {
        if (executable != null) {
            proxy.apply(changeProcess(executable, next));
        } else if (outside != null) {
            proxy.apply(next);
        } else {
            throw notBreakable();
        }
    }

    /** Returns what remains for the proxy to do. */
    private Fault changeProcess(File executable, Fault next) {
        if (closed) {
            return next; // A process that is started now would outlive the application.
        }
        RedisProcess own = process;
        if (next.mode() == Mode.DOWN) {
            stop();
            return next;
        }
        if (own == null || !own.isAlive()) {
            own = RedisProcess.start(executable);
            process = own;
        }
        if (next.mode() == Mode.HANG) {
            return own.freeze() ? Fault.NONE : next;
        }
        if (fault().mode() == Mode.HANG) {
            own.thaw();
        }
        return next;
    }

    private void stop() {
        RedisProcess own = process;
        if (own != null) {
            own.kill();
        }
    }

    private static UnsupportedOperationException notBreakable() {
        return new UnsupportedOperationException(
                "This Redis is a cluster, has sentinels or speaks TLS: the sample connects to it directly and cannot break it");
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        proxy.close();
        stop();
    }
}
