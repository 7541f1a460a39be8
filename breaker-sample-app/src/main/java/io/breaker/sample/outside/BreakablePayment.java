package io.breaker.sample.outside;

import io.breaker.sample.outside.Fault.Mode;
import java.io.Closeable;
import java.io.IOException;

/** The payment service behind a proxy. */
final class BreakablePayment extends BreakableServer implements Closeable {

    private final PaymentServer server = new PaymentServer();
    private final FaultyProxy proxy = new FaultyProxy("payment", server::address, null);

    BreakablePayment() throws IOException {}

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
