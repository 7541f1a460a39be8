package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkheadRegistryTest {

    private final BulkheadConfig config =
            BulkheadConfig.builder().maxConcurrentCalls(2).build();
    private final BulkheadRegistry registry = BulkheadRegistry.of(config);

    @Test
    void aNameStandsForOneInstanceWithItsConfiguration() {
        Bulkhead bulkhead = registry.bulkhead("a");

        assertThat(registry.bulkhead("a")).isSameAs(bulkhead);
        assertThat(registry.bulkhead("b")).isNotSameAs(bulkhead);
        assertThat(registry.find("a")).containsSame(bulkhead);
        assertThat(bulkhead.name()).isEqualTo("a");
        assertThat(bulkhead.config()).isSameAs(config);
        assertThat(bulkhead).hasToString("Bulkhead 'a'");
    }

    @Test
    void aConfigurationIsLookedUpByNameUnlessTheCallerBringsOne() {
        BulkheadRegistry byName = BulkheadRegistry.of(name ->
                BulkheadConfig.builder().maxConcurrentCalls(name.length()).build());

        assertThat(byName.bulkhead("four").config().maxConcurrentCalls()).isEqualTo(4);
        assertThat(byName.bulkhead("own", config).config()).isSameAs(config);
        assertThat(byName.bulkhead("own").config()).isSameAs(config);
        assertThat(byName.bulkhead("own", BulkheadConfig.ofDefaults()).config()).isSameAs(config);
    }

    @Test
    void listenersHearOfNewBulkheadsAndOfThoseThatGo() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> heard.add("added " + added.name()));
        registry.onRemoved(removed -> heard.add("removed " + removed.name()));
        registry.bulkhead("a");
        registry.bulkhead("a");
        registry.remove("a");
        registry.remove("a");

        assertThat(heard).containsExactly("added a", "removed a");
    }

    @Test
    void aBadNameLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.bulkhead(""));
        assertThat(registry.all()).isEmpty();
    }
}
