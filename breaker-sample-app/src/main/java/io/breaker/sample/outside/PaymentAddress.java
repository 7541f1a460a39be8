package io.breaker.sample.outside;

import java.net.InetSocketAddress;
import java.net.URI;

/** Where the payment service answers. */
public record PaymentAddress(URI uri) {

    static PaymentAddress of(InetSocketAddress address) {
        return new PaymentAddress(URI.create("http://" + address.getHostString() + ":" + address.getPort()));
    }
}
