package io.breaker.kotlin.contract

import io.breaker.spring.BreakerAutoConfiguration
import java.nio.file.Path
import java.util.concurrent.CancellationException
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.single
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments
import org.junit.jupiter.params.provider.MethodSource
import org.springframework.boot.WebApplicationType
import org.springframework.boot.autoconfigure.ImportAutoConfiguration
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import

/** What happens to a call. */
internal enum class Case(val title: String, val act: Script.Act) {
    SUCCESS("success", Script.Act.SUCCEED),
    FAILURE("failure", Script.Act.FAIL),
    THROW("throws before it returns", Script.Act.THROW),
    CANCEL("its caller cancels", Script.Act.HANG),
    REJECT("refused", Script.Act.SUCCEED),
    TIMEOUT("takes too long", Script.Act.HANG),
}

internal enum class Kind(val title: String, val call: suspend (Calls) -> String) {
    SUSPENDING("Kotlin suspend function", { it.suspending() }),
    FLOW("Kotlin Flow", { it.flow().single() }),
}

/**
 * The contract of suspending functions and flows: that of all other return types, which the table in
 * `docs/return-types.md` shows. Theirs stands there, too: `-Ddocs.write=true` writes it.
 */
internal class KotlinReturnTypesTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AopAutoConfiguration::class, BreakerAutoConfiguration::class)
    @Import(
        Retried::class, RetriedRefused::class, RetriedTimed::class, Broken::class, BrokenTimed::class, Limited::class,
        LimitedTimed::class, Timed::class, TimedRefused::class, Held::class, HeldTimed::class,
    )
    open class Application

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cells")
    fun aPolicyDoesTheSameForCoroutinesAsForPublishers(guard: Guard, kind: Kind, what: Case) {
        val row = document.readText().lines().map(::cells).single { it.take(2) == listOf(guard.title, "Mono") }
        assertThat(seen(guard, kind, what)).isEqualTo(row[2 + what.ordinal])
    }

    @Test
    fun theDocumentShowsWhatWasSeen() {
        val text = document.readText()
        val begin = text.indexOf(BEGIN) + BEGIN.length
        val end = text.indexOf(END, begin)
        if (java.lang.Boolean.getBoolean("docs.write")) {
            document.writeText(text.substring(0, begin) + table() + text.substring(end))
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(table())
        }
    }

    private fun cells(row: String) = row.trim().trim('|').split('|').map(String::trim)

    private fun table(): String {
        val head = listOf("policy", "return type") + Case.entries.map(Case::title)
        val rows =
            Guard.entries.flatMap { guard ->
                Kind.entries.map { kind -> listOf(guard.title, kind.title) + Case.entries.map { seen(guard, kind, it) } }
            }
        return (listOf(head) + rows).map { it.joinToString(" | ", "| ", " |\n") }
            .toMutableList()
            .apply { add(1, "|---".repeat(head.size) + "|\n") }
            .joinToString("")
    }

    /** On a slow machine the time may be over before the function is called: then once more, with more time. */
    private fun seen(guard: Guard, kind: Kind, what: Case): String {
        var limit = 20.milliseconds
        var seen = seen(guard, kind, what, limit)
        while (what == Case.TIMEOUT && ", 0 calls" in seen && limit < 10.seconds) {
            limit *= 4
            seen = seen(guard, kind, what, limit)
        }
        return seen
    }

    private fun seen(guard: Guard, kind: Kind, what: Case, limit: Duration): String = runBlocking {
        guard.prepare(context)
        val accept = if (what == Case.REJECT) guard.refuse(context) else ({})
        if (what == Case.TIMEOUT) guard.shorten(context, limit)
        val script = Script(what.act)
        Script.current = script
        val bean = context.getBean(guard.bean(what))
        val before = guard.counts(context)
        val told = supervisorScope {
            var outcome = Result.success("")
            val running = async { outcome = runCatching { kind.call(bean) } }
            if (what == Case.CANCEL) {
                script.running.await()
                running.cancelAndJoin()
            }
            running.join()
            outcome.fold({ it }, { if (it is CancellationException) "cancelled" else it.javaClass.simpleName })
        }
        if (script.running.isCompleted) {
            withTimeout(10.seconds) { script.stopped.await() } // what ran is stopped
        }
        val calls = script.calls.get()
        val counted = counted(before, guard.counts(context))
        accept()
        told + (if (calls == 1) "" else ", $calls calls") + "; " + counted
    }

    private fun counted(before: Map<String, Long>, after: Map<String, Long>): String =
        after.mapValues { (name, count) -> count - before.getValue(name) }
            .filterValues { it != 0L }
            .map { (name, count) -> if (count == 1L) name else "$name $count" }
            .joinToString()
            .ifEmpty { "nothing counted" }

    companion object {
        private val document = Path.of("..", "docs", "return-types.md")
        private const val BEGIN = "<!-- written by KotlinReturnTypesTest -->\n"
        private const val END = "<!-- end -->\n"

        private val context =
            SpringApplicationBuilder(Application::class.java)
                .web(WebApplicationType.NONE)
                .run("--spring.main.banner-mode=off", "--breaker.retry.configs.default.wait-duration=0")

        @JvmStatic
        fun cells(): List<Arguments> =
            Guard.entries.flatMap { guard ->
                Kind.entries.flatMap { kind -> Case.entries.map { Arguments.of(guard, kind, it) } }
            }

        @AfterAll
        @JvmStatic
        fun close() = context.close()
    }
}
