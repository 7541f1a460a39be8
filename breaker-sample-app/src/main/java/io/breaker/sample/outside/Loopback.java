package io.breaker.sample.outside;

import java.net.InetSocketAddress;

/** Where all our servers listen: by number, since a name may lead to another family of addresses. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    private Loopback() {}

    @SuppressWarnings("AddressSelection") // A number has one address.
    static InetSocketAddress port(int port) {
        return new InetSocketAddress(HOST, port);
    }
}
