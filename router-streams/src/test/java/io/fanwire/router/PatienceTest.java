package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.Counter;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Counter retries = new Counter();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void whatWillPassIsTriedAgain() {
        Patience patience = new Patience(Duration.ofSeconds(30), retries);

        String answer = patience.keepTrying(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new RegistryUnavailableException("away", new IllegalStateException());
            }
            return "here";
        });

        assertThat(answer).isEqualTo("here");
        assertThat(retries.getCount()).isEqualTo(2);
    }

    @Test
    void patienceEnds() {
        Supplier<String> away = () -> {
            tries.incrementAndGet();
            throw new StaleIndexException(1, 2);
        };

        assertThatThrownBy(() -> new Patience(Duration.ZERO, retries).keepTrying(away))
                .isInstanceOf(StaleIndexException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void aBugIsNotTriedAgain() {
        Supplier<String> bug = () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("bug");
        };

        assertThatThrownBy(() -> new Patience(Duration.ofSeconds(30), retries).keepTrying(bug))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tries).hasValue(1);
    }
}
