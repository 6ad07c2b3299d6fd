package io.fanwire.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.local.kafka.TestKafkaChoice.Backend;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of a broker, with every kind of engine injected. */
class TestKafkaTest {
    private static Optional<String> anEngine() {
        return Optional.empty();
    }

    private static Optional<String> noEngine() {
        return Optional.of("no Docker engine answered");
    }

    private static Optional<String> neverAsked() {
        throw new AssertionError("probed without need");
    }

    @Test
    void autoTakesAContainerWhereOneCanRun() {
        assertThat(TestKafkaChoice.of("auto", TestKafkaTest::anEngine).backend())
                .isEqualTo(Backend.CONTAINER);
        assertThat(TestKafkaChoice.of("", TestKafkaTest::anEngine).backend()).isEqualTo(Backend.CONTAINER);
    }

    @Test
    void autoFallsBackToTheEmbeddedBrokerAndSaysWhy() {
        TestKafkaChoice choice = TestKafkaChoice.of("auto", TestKafkaTest::noEngine);

        assertThat(choice.backend()).isEqualTo(Backend.EMBEDDED);
        assertThat(choice.why()).isEqualTo("no Docker engine answered");
    }

    @Test
    void aProbeThatThrowsAnErrorIsAnObstacleLikeAnyOther() {
        TestKafkaChoice choice = TestKafkaChoice.of("auto", () -> {
            throw new NoClassDefFoundError("com/sun/jna/Native");
        });

        assertThat(choice.backend()).isEqualTo(Backend.EMBEDDED);
        assertThat(choice.why()).contains("com/sun/jna/Native");
    }

    @Test
    void aContainerThatCannotBeHadFailsTheRun() {
        assertThatThrownBy(() -> TestKafkaChoice.of("container", TestKafkaTest::noEngine))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no Docker engine answered");
        assertThat(TestKafkaChoice.mayFallBack("container")).isFalse();
        assertThat(TestKafkaChoice.mayFallBack("auto")).isTrue();
    }

    @Test
    void aContainerIsTakenWhenAskedFor() {
        assertThat(TestKafkaChoice.of("container", TestKafkaTest::anEngine).backend())
                .isEqualTo(Backend.CONTAINER);
    }

    @Test
    void embeddedNeverAsksForAnEngine() {
        assertThat(TestKafkaChoice.of("embedded", TestKafkaTest::neverAsked).backend())
                .isEqualTo(Backend.EMBEDDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.example:9092", "127.0.0.1:19092", "[::1]:9092"})
    void anAddressIsTakenAsItIs(String address) {
        TestKafkaChoice choice = TestKafkaChoice.of(address, TestKafkaTest::neverAsked);

        assertThat(choice.backend()).isEqualTo(Backend.EXISTING);
        assertThat(choice.address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "localhost", ":9092", "a b:1"})
    void aWishThatMeansNothingFailsTheRun(String wish) {
        assertThatThrownBy(() -> TestKafkaChoice.of(wish, TestKafkaTest::neverAsked))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(wish);
    }
}
