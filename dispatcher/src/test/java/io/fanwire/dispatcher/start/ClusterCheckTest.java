package io.fanwire.dispatcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {
    private static final ClusterRules RULES = rules(Optional.empty(), false);
    private static final ClusterFacts GOOD = new ClusterFacts(
            Duration.ofDays(8), Optional.of(Duration.ofSeconds(45)), 6, Map.of("deliveries", 1_048_576));

    @Test
    void aClusterThatKeepsWhatIsPromisedIsWorkedWith() {
        assertThat(RULES.refusals(GOOD)).isEmpty();
    }

    @Test
    void offsetsThatAreForgottenBeforeTheirRecordsAreRefusedUnlessThatIsAccepted() {
        ClusterFacts forgetful = new ClusterFacts(Duration.ofDays(7), GOOD.memberTimeout(), 6, GOOD.recordBytes());
        ClusterRules accepting = rules(Optional.empty(), true);

        assertThat(RULES.refusals(forgetful)).singleElement().asString().contains("offsets.retention.minutes", "7d");
        assertThat(accepting.refusals(forgetful)).isEmpty();
    }

    @Test
    void aLeaseThatOutlivesTheMembershipIsRefused() {
        ClusterFacts impatient = members(Optional.of(Duration.ofSeconds(6)));
        ClusterRules asked = rules(Optional.of(Duration.ofSeconds(6)), false);

        assertThat(asked.refusals(impatient)).singleElement().asString().contains("dispatcher.lease", "6s");
        assertThat(rules(Optional.of(Duration.ofSeconds(60)), false).refusals(GOOD))
                .hasSize(1);
        assertThat(asked.refusals(GOOD)).isEmpty();
    }

    @Test
    void unlessToldOtherwiseTheLeaseIsTwoThirdsOfWhatTheClusterAllows() {
        assertThat(RULES.lease(members(Optional.of(Duration.ofSeconds(6))))).isEqualTo(Duration.ofSeconds(4));
        assertThat(RULES.lease(members(Optional.empty()))).isEqualTo(Duration.ofSeconds(30));
        assertThat(RULES.lease(members(Optional.of(Duration.ofMinutes(30))))).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aTopicThatTakesLessThanADeliveryNeedsIsRefusedByName() {
        ClusterFacts narrow = new ClusterFacts(
                GOOD.offsetRetention(),
                GOOD.memberTimeout(),
                6,
                Map.of("deliveries", 1_048_576, "retry.5s", 1_048_575));

        assertThat(RULES.refusals(narrow)).singleElement().asString().contains("retry.5s", "1048575");
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedAgain() {
        Deque<Supplier<ClusterFacts>> answers = new ArrayDeque<>(List.of(ClusterCheckTest::away, () -> GOOD));

        ClusterCheck check = new ClusterCheck(() -> answers.removeFirst().get(), RULES);
        check.start();

        assertThat(answers).isEmpty();
        assertThat(check.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(check.partitions()).isEqualTo(6);
    }

    @Test
    void aCheckThatIsClosedStopsAsking() {
        ClusterCheck check = new ClusterCheck(ClusterCheckTest::away, RULES);
        check.close();

        assertThatThrownBy(check::start).hasMessageContaining("stopped before");
    }

    private static ClusterFacts members(Optional<Duration> timeout) {
        return new ClusterFacts(GOOD.offsetRetention(), timeout, 6, GOOD.recordBytes());
    }

    private static ClusterRules rules(Optional<Duration> lease, boolean accepting) {
        return new ClusterRules(Duration.ofDays(8), lease, Duration.ofSeconds(60), 1_048_576, accepting);
    }

    private static ClusterFacts away() {
        throw new KafkaException("away");
    }
}
