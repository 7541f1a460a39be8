package io.breaker.spring.reactor;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A {@code Flux} whose every subscription is a call under a policy that lets calls in. */
final class AdmittedFlux<T> extends Flux<T> {

    private final AdmissionPolicy policy;
    private final Body<? extends Flux<T>, ? extends Throwable> body;

    private AdmittedFlux(AdmissionPolicy policy, Body<? extends Flux<T>, ? extends Throwable> body) {
        this.policy = policy;
        this.body = body;
    }

    static <T> Flux<T> of(AdmissionPolicy policy, Body<? extends Flux<T>, ? extends Throwable> body) {
        return onAssembly(new AdmittedFlux<>(policy, body));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        AdmittedCall.begin(policy, () -> Sources.begunMany(body), AdmittedCall.Elements.MANY, actual);
    }
}
