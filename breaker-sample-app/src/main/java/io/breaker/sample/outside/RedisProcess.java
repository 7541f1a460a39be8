package io.breaker.sample.outside;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A redis-server that belongs to this application. */
final class RedisProcess {

    private static final Logger log = LoggerFactory.getLogger(RedisProcess.class);
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns once the server accepts connections. */
    static RedisProcess start(File executable) {
        StringBuilder output = new StringBuilder();
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                int port = freePort();
                Process process = launch(executable, port);
                if (isReady(process.inputReader(StandardCharsets.UTF_8), output)) {
                    return new RedisProcess(process, port);
                }
                process.destroyForcibly(); // Somebody was quicker to take the port: try the next one.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(failure(executable, output), e);
        }
        throw new IllegalStateException(failure(executable, output));
    }

    InetSocketAddress address() {
        return Loopback.port(port);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Freezes the process where it stands: the kernel keeps its connections open, and nobody answers.
     *
     * @return whether this system can do that
     */
    boolean freeze() {
        return signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    /** Kills it at once, frozen or not. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean signal(String name) {
        try {
            // The shell has a kill of its own; not every system has one as a program.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            log.info("This system has no signals to freeze a process with", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process launch(File executable, int port) throws IOException {
        return new ProcessBuilder(
                        executable.getPath(), "--port", Integer.toString(port), "--bind", Loopback.HOST, "--save", "")
                .directory(executable.getAbsoluteFile().getParentFile())
                .redirectErrorStream(true)
                .start();
    }

    private static boolean isReady(BufferedReader lines, StringBuilder output) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append(System.lineSeparator());
            if (line.contains("Ready to accept connections")) {
                drain(lines);
                return true;
            }
        }
        return false;
    }

    /** A server whose output nobody reads stops once the pipe is full. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(() -> copyToLog(lines), "redis-output");
        thread.setDaemon(true);
        thread.start();
    }

    private static void copyToLog(BufferedReader lines) {
        try {
            lines.lines().forEach(log::debug);
        } catch (UncheckedIOException e) {
            log.debug("Redis is gone", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.port(0));
            return socket.getLocalPort();
        }
    }

    private static String failure(File executable, CharSequence output) {
        return executable + " did not start. Set embedded.redis.executable to a redis-server of this machine, or"
                + " spring.data.redis.host to one that runs already. It said:" + System.lineSeparator() + output;
    }
}
