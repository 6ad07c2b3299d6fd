package io.fanwire.dispatcher.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random histories with failures, kills, pauses and commands keep every order, lose nothing and conclude nothing twice. */
class OrderedLanesRandomTest {
    private static final int HISTORIES = 1500;
    private static final int DELIVERIES = 24;
    private static final int STEPS = 250;

    @Test
    void everyHistoryKeepsTheOrder() {
        long first = Seeds.SEED;
        for (long seed = first; seed < first + HISTORIES; seed++) {
            Optional<Throwable> broken = run(seed, OrderWorld.Fault.NONE);
            if (broken.isPresent()) {
                throw new AssertionError("seed " + seed, broken.get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = OrderWorld.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenOwnerIsNoticedSoon(OrderWorld.Fault fault) {
        long first = Seeds.SEED;
        long seed = first;
        while (seed < first + 100 && run(seed, fault).isEmpty()) {
            seed++;
        }
        assertThat(seed - first).as("histories before %s is noticed", fault).isLessThan(100);
    }

    private static Optional<Throwable> run(long seed, OrderWorld.Fault fault) {
        OrderWorld world = new OrderWorld(new Random(seed), fault, DELIVERIES);
        try {
            for (int step = 0; step < STEPS; step++) {
                world.step();
            }
            world.finish();
            return Optional.empty();
        } catch (AssertionError | RuntimeException broken) {
            return Optional.of(broken);
        }
    }
}
