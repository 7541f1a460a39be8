package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The payment service behind a proxy. */
final class BreakablePayment extends BreakableServer implements Closeable {

    private final PaymentServer server;
    private final FaultyProxy proxy;

    /** @param takes how long the service needs for each answer */
    BreakablePayment(Duration takes) throws IOException {
        this.server = new PaymentServer(takes);
        this.proxy = new FaultyProxy("payment", server::address, null);
    }

    PaymentTraffic takeTraffic() {
        return server.takeTraffic();
    }

    PaymentAddress address() {
        return PaymentAddress.of(proxy.address());
    }

    @Override
    void change(Fault next) {
        boolean wasDown = fault().mode() == Mode.DOWN;
        boolean isDown = next.mode() == Mode.DOWN;
        if (isDown && !wasDown) {
            server.stop();
        } else if (wasDown && !isDown) {
            server.start();
        }
        server.failing(next.mode() == Mode.ERRORS);
        proxy.apply(next);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.stop();
    }
}
