package io.breaker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import reactor.core.publisher.Mono;

/** A Lua script, sent by its digest, and in full to a server that does not know it. */
final class Script {

    private static final int KEYS = 2;

    private final byte[] text;
    private final String digest;

    Script(String text) {
        this.text = text.getBytes(UTF_8);
        this.digest = sha1(this.text);
    }

    /** The script of fleets. */
    static Script fleet() {
        try (InputStream in = Script.class.getResourceAsStream("fleet.lua")) {
            return new Script(new String(
                    Objects.requireNonNull(in, "fleet.lua is not beside its classes")
                            .readAllBytes(),
                    UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it; its first two arguments are its keys. */
    Mono<ByteBuffer> run(ReactiveRedisConnection connection, List<String> arguments) {
        ReactiveScriptingCommands commands = connection.scriptingCommands();
        return commands.<ByteBuffer>evalSha(digest, ReturnType.VALUE, KEYS, bytes(arguments))
                .onErrorResume(
                        Script::isUnknown,
                        unknown -> commands.eval(ByteBuffer.wrap(text), ReturnType.VALUE, KEYS, bytes(arguments)))
                .next();
    }

    private static ByteBuffer[] bytes(List<String> arguments) {
        return arguments.stream()
                .map(argument -> ByteBuffer.wrap(argument.getBytes(UTF_8)))
                .toArray(ByteBuffer[]::new);
    }

    /** Drivers have exceptions of their own for that, and put them into Spring's; the server's word is in all of them. */
    private static boolean isUnknown(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && message.contains("NOSCRIPT")) {
                return true;
            }
        }
        return false;
    }

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
