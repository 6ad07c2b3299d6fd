package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was started last stops first. */
final class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void theLastIsClosedFirstAndAFailureKeepsNoneOpen() {
        Closing closing = new Closing();
        closing.add(() -> closed.add("broker"));
        closing.add(() -> {
            throw new IllegalStateException("stuck");
        });
        closing.add(() -> closed.add("gateway"));

        closing.close();
        closing.close();

        assertThat(closed).containsExactly("gateway", "broker");
    }
}
