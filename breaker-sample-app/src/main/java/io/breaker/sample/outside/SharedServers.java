package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One Redis and one payment service for several instances of the application, which run elsewhere. */
public final class SharedServers implements Closeable {

    private final BreakableRedis redis;
    private final BreakablePayment payment;

    /**
     * @param redisServer the redis-server to run; null for the one in the box
     * @param paymentTakes how long the payment service needs for each answer
     */
    public SharedServers(@Nullable String redisServer, Duration paymentTakes) throws IOException {
        File executable = OutsideConfiguration.executable(redisServer);
        this.payment = new BreakablePayment(paymentTakes);
        this.redis = new BreakableRedis(executable);
    }

    /** With these arguments an instance of the application uses these servers. */
    public List<String> arguments() {
        InetSocketAddress address = redis.address();
        return List.of(
                "--spring.data.redis.host=" + address.getHostString(),
                "--spring.data.redis.port=" + address.getPort(),
                "--payment.url=" + payment.address().uri());
    }

    /** From now on payment answers each call with 503. */
    public void breakPayment() {
        payment.apply(new Fault(Mode.ERRORS, Fault.NONE.delay()));
    }

    public void mendPayment() {
        payment.apply(Fault.NONE);
    }

    /** What reached the payment service since the last time this was asked. */
    public PaymentTraffic takeTraffic() {
        return payment.takeTraffic();
    }

    /** Ends the process of Redis, with all that it knew. */
    public void killRedis() {
        redis.apply(new Fault(Mode.DOWN, Fault.NONE.delay()));
    }

    public void startRedis() {
        redis.apply(Fault.NONE);
    }

    @Override
    public void close() throws IOException {
        redis.close();
        payment.close();
    }
}
