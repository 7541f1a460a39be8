package io.breaker.sample.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Speaks as a Redis that is loading its data: one answer to each command, pipelined or not. Like the real one it still
 * greets clients, so that they connect and their commands are what fails.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">The Redis protocol</a>
 */
final class RespErrorAnswers implements ErrorAnswers {

    private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";
    private static final String OK = "+OK\r\n";
    private static final String GREETING = """
            %3
            $6
            server
            $5
            redis
            $7
            version
            $6
            6.2.11
            $5
            proto
            :3
            """.replace("\n", "\r\n");

    @Override
    public void serve(InputStream requests, OutputStream answers) throws IOException {
        BufferedInputStream in = new BufferedInputStream(requests);
        BufferedOutputStream out = new BufferedOutputStream(answers);
        while (hasNext(in)) {
            out.write(answer(readCommand(in)).getBytes(US_ASCII));
            if (in.available() == 0) {
                out.flush(); // The answers to a pipeline leave together.
            }
        }
    }

    private static boolean hasNext(InputStream in) throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    private static String answer(String command) {
        return switch (command) {
            case "HELLO" -> GREETING;
            case "AUTH", "CLIENT", "SELECT" -> OK;
            default -> LOADING;
        };
    }

    /** Reads one command, an array of bulk strings or a plain line, and returns its name. */
    private static String readCommand(InputStream in) throws IOException {
        String line = readLine(in);
        if (!line.startsWith("*")) {
            return line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        }
        String name = "";
        int parts = Integer.parseInt(line.substring(1));
        for (int part = 0; part < parts; part++) {
            int length = Integer.parseInt(readLine(in).substring(1));
            if (part == 0) {
                name = new String(in.readNBytes(length), US_ASCII).toUpperCase(Locale.ROOT);
            } else {
                in.skipNBytes(length);
            }
            in.skipNBytes(2);
        }
        return name;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The client closed within a command");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
