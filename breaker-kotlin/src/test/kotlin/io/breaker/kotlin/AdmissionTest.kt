package io.breaker.kotlin

import io.breaker.Permit
import io.breaker.bulkhead.Bulkhead
import io.breaker.bulkhead.BulkheadConfig
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class AdmissionTest {

    private val bulkhead = Bulkhead.of("b", BulkheadConfig { maxConcurrentCalls(1) })

    @Test
    fun whoFindsNoThreadForItsPermitFailsAndReleasesIt() = runTest {
        val admission = CompletableFuture<Permit>()
        var thrown: Throwable? = null
        val waiting =
            launch(Dispatchers.Unconfined) {
                thrown = runCatching { await(admission) { throw OutOfMemoryError("unable to create native thread") } }.exceptionOrNull()
            }
        admission.complete(bulkhead.acquire())
        waiting.join()
        assertThat(thrown).isInstanceOf(OutOfMemoryError::class.java)
        assertThat(bulkhead.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aPermitThatIsOnItsWayToACancelledCallIsReleased() = runTest {
        val admission = CompletableFuture<Permit>()
        val onItsWay = mutableListOf<Runnable>()
        val waiting = launch(Dispatchers.Unconfined) { await(admission) { onItsWay += it } }
        admission.complete(bulkhead.acquire())
        waiting.cancelAndJoin()

        onItsWay.single().run()

        assertThat(bulkhead.snapshot().availableConcurrentCalls()).isEqualTo(1)
    }

    @Test
    fun aRefusalReachesWhoWaitedAndWhomNoDispatcherMoves() = runTest {
        val admission = CompletableFuture<Permit>()
        var thrown: Throwable? = null
        val waiting =
            launch(Dispatchers.Unconfined) {
                thrown = runCatching { await(admission) { error("a refusal needs no worker") } }.exceptionOrNull()
            }
        admission.completeExceptionally(NoSuchElementException("refused"))
        waiting.join()
        assertThat(thrown).isInstanceOf(NoSuchElementException::class.java).hasMessage("refused")
    }
}
