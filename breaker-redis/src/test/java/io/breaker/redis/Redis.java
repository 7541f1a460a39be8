package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A redis-server of a test's own, to be killed, frozen and misused. */
final class Redis implements AutoCloseable {

    private static final File EXECUTABLE = executable();
    private static final int ATTEMPTS = 5;

    private final int port;
    private final List<String> options;
    private Process process;

    private Redis(int port, List<String> options, Process process) {
        this.port = port;
        this.options = options;
        this.process = process;
    }

    /** Returns once it accepts connections. */
    static Redis start(String... options) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = freePort();
            Process process = launch(port, List.of(options));
            if (process != null) {
                return new Redis(port, List.of(options), process);
            }
        }
        throw new IllegalStateException(EXECUTABLE + " does not start");
    }

    int port() {
        return port;
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again where it was, empty. */
    void restart() {
        kill();
        Process next = launch(port, options);
        if (next == null) {
            throw new IllegalStateException("Somebody has taken port " + port);
        }
        process = next;
    }

    /** Freezes the process where it stands: the kernel keeps its connections open, and nobody answers. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    /** Makes a user who may do all, whatever becomes of the others. */
    void keepAnAdministrator() {
        say("ACL", "SETUSER", "admin", "on", ">admin", "~*", "&*", "+@all");
    }

    /** Sends one command over a connection of its own; an error's text is the answer too. */
    @Nullable Object say(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            socket.getOutputStream().write(command("AUTH", "admin", "admin"));
            read(in); // where there is no such user, everybody may do all
            socket.getOutputStream().write(command(words));
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] command(String... words) {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(UTF_8);
            command.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
            command.writeBytes(bytes);
            command.writeBytes("\r\n".getBytes(UTF_8));
        }
        return command.toByteArray();
    }

    private static @Nullable Object read(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case ':' -> Long.valueOf(rest);
            case '$' -> rest.equals("-1") ? null : bulk(in, Integer.parseInt(rest));
            case '*' -> {
                List<@Nullable Object> all = new ArrayList<>();
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    all.add(read(in));
                }
                yield all;
            }
            default -> rest;
        };
    }

    private static String bulk(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.write(c);
        }
        in.skipNBytes(1);
        return line.toString(UTF_8);
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("The process does not take SIG" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Process launch(int port, List<String> options) {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.getPath(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(EXECUTABLE.getAbsoluteFile().getParentFile())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader lines = process.inputReader(UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("Ready to accept connections")) {
                    drain(lines);
                    return process;
                }
            }
            process.destroyForcibly();
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose output nobody reads stops once the pipe is full. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(
                () -> {
                    try {
                        lines.lines().forEach(line -> {});
                    } catch (UncheckedIOException e) {
                        assert e.getCause() != null; // it is gone
                    }
                },
                "redis-output");
        thread.setDaemon(true);
        thread.start();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // A node of a cluster has a second port, 10,000 above.
            return socket.getLocalPort() > 50_000 ? socket.getLocalPort() - 30_000 : socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File executable() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
