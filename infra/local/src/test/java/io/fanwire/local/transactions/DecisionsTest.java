package io.fanwire.local.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final TopicPartition HERE = new TopicPartition("orders", 0);
    private static final TopicPartition ELSEWHERE = new TopicPartition("orders", 1);
    private static final OpenTransaction OPEN = new OpenTransaction(HERE, 7, 12, 2);

    private final Decisions decisions = new Decisions();

    @Test
    void nothingIsKnownOfWhatWasNotDecided() {
        decisions.settle("a");

        assertThat(decisions.about(OPEN)).isEmpty();
    }

    @Test
    void whatItsCoordinatorIsAboutToEndIsLeftToIt() {
        Decision decision = decision("a", 7, 13, true);
        decisions.decided(decision);

        assertThat(decisions.about(OPEN)).isEmpty();
        decisions.settle("a");
        assertThat(decisions.about(OPEN)).contains(decision);
    }

    @Test
    void aLaterDecisionMeansThatTheFormerIsDoneForItsCoordinator() {
        decisions.decided(decision("a", 7, 13, false));
        decisions.decided(decision("a", 7, 14, true));

        assertThat(decisions.about(OPEN)).contains(decision("a", 7, 13, false));
        assertThat(decisions.about(new OpenTransaction(HERE, 7, 13, 2))).isEmpty();
    }

    @Test
    void otherProducersOtherTransactionsAndOtherPartitionsAreNotMeant() {
        decisions.decided(decision("a", 8, 13, true));
        decisions.decided(decision("b", 7, 12, true));
        decisions.decided(decision("c", 7, 14, true));
        decisions.decided(new Decision("d", 7, 13, true, Set.of(ELSEWHERE)));
        Set.of("a", "b", "c", "d").forEach(decisions::settle);

        assertThat(decisions.about(OPEN)).isEmpty();
    }

    private static Decision decision(String id, long producer, int epoch, boolean commit) {
        return new Decision(id, producer, epoch, commit, Set.of(HERE));
    }
}
