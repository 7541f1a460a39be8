package io.breaker.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RedisInfoTest {

    private static RedisInfo info(String cpu, String evalsha) {
        return RedisInfo.parse("# CPU\r\nused_cpu_sys:1.5\r\nused_cpu_user:" + cpu + "\r\nused_cpu_sys_children:7.0\r\n"
                + "# Commandstats\r\ncmdstat_evalsha:" + evalsha + "\r\n"
                + "cmdstat_hset:calls=9,usec=90,usec_per_call=10.00,rejected_calls=0,failed_calls=0\r\n");
    }

    @Test
    void addsWhatTheServerUsedForItselfAndForTheSystem() {
        assertThat(info("2.25", "calls=1,usec=1").cpuSeconds()).isCloseTo(3.75, within(1e-9));
    }

    @Test
    void readsCallsAndTimeOfACommand() {
        RedisInfo info = info("0", "calls=12,usec=340,usec_per_call=28.33,rejected_calls=0,failed_calls=0");
        assertThat(info.calls("evalsha")).isEqualTo(12);
        assertThat(info.micros("evalsha")).isEqualTo(340);
        assertThat(info.calls("hset")).isEqualTo(9);
    }

    @Test
    void aCommandThatNobodyRanHasNoCalls() {
        assertThat(info("0", "calls=1,usec=1").calls("get")).isZero();
    }

    @Test
    void theCostIsWhatCameBetweenTwoLooks() {
        RedisInfo before = info("2.0", "calls=100,usec=2000");
        RedisInfo.Cost cost = info("2.5", "calls=300,usec=8000").since(before);
        assertThat(cost.exchanges()).isEqualTo(200);
        assertThat(cost.microsPerExchange()).isCloseTo(30, within(1e-9));
        assertThat(cost.cpuSeconds()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void anAnswerWithoutProcessorTimeIsAnError() {
        assertThatThrownBy(
                        () -> RedisInfo.parse("# Server\nredis_version:7.0\n").cpuSeconds())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("used_cpu_user");
    }
}
