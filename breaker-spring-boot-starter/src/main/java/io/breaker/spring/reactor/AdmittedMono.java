package io.breaker.spring.reactor;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A {@code Mono} whose every subscription is a call under a policy that lets calls in. */
final class AdmittedMono<T> extends Mono<T> {

    private final AdmissionPolicy policy;
    private final Body<? extends Mono<T>, ? extends Throwable> body;

    private AdmittedMono(AdmissionPolicy policy, Body<? extends Mono<T>, ? extends Throwable> body) {
        this.policy = policy;
        this.body = body;
    }

    static <T> Mono<T> of(AdmissionPolicy policy, Body<? extends Mono<T>, ? extends Throwable> body) {
        return onAssembly(new AdmittedMono<>(policy, body));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        AdmittedCall.begin(policy, () -> Sources.begun(body), AdmittedCall.Elements.AT_MOST_ONE, actual);
    }
}
