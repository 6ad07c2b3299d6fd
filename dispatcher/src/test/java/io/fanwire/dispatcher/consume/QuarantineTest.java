package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.consume.Quarantine.Decision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long MARK = 7;
    private static final long BAD = 9;

    private OffsetAndMetadata durable = new OffsetAndMetadata(MARK, "");
    private final List<Long> handedOut = new ArrayList<>();

    @Test
    void theRecordThatEndsEverybodyIsFoundAndThenGivenUp() {
        assertThat(life(false)).as("moves the mark, so that it is not counted").isEqualTo(Decision.GO);
        for (int owner = 0; owner < Quarantine.CONDEMNED; owner++) {
            assertThat(life(false)).isEqualTo(Decision.GO);
        }

        for (int owner = Quarantine.CONDEMNED; owner < Quarantine.UNREADABLE; owner++) {
            assertThat(life(false)).isEqualTo(Decision.GIVE_UP);
        }
        assertThat(life(false)).isEqualTo(Decision.POISON);
        assertThat(handedOut).as("those before it were done").containsExactly(7L, 8L);
    }

    @Test
    void anOwnerThatLeavesInGoodOrderSaysThatNobodyIsToBlame() {
        for (int owner = 0; owner < 10; owner++) {
            assertThat(life(true)).isEqualTo(Decision.GO);
        }
        assertThat(durable.metadata()).isEmpty();
    }

    @Test
    void whoHandsOutNothingIsNotCounted() {
        PartitionProgress idle = open();

        assertThat(idle.changed()).isFalse();
        assertThat(map().incarnations()).isZero();
    }

    @Test
    void aRecordThatPassesIsFollowedByTheNextOne() {
        durable = new OffsetAndMetadata(MARK, map(Quarantine.SUSPICIOUS + 1).encode(MARK));
        PartitionProgress progress = open();
        assertThat(progress.decide(MARK)).as("names it").isEqualTo(Decision.WAIT);
        assertThat(progress.decide(MARK)).as("its name is not committed").isEqualTo(Decision.WAIT);
        commit(progress);
        assertThat(map().suspect()).hasValue(0);
        assertThat(progress.decide(MARK)).isEqualTo(Decision.GO);
        progress.received(MARK, 1);
        assertThat(progress.decide(MARK + 1)).as("one at a time").isEqualTo(Decision.WAIT);

        progress.done(MARK);
        commit(progress);
        assertThat(map().incarnations()).as("nobody is named").isEqualTo(Quarantine.SUSPICIOUS);
        assertThat(map().suspect()).isEmpty();

        assertThat(progress.decide(MARK + 1)).isEqualTo(Decision.WAIT);
        commit(progress);
        assertThat(map().incarnations()).isEqualTo(Quarantine.SUSPICIOUS + 1);
        assertThat(map().suspect()).as("the next one, which is the mark now").hasValue(0);
    }

    @Test
    void theMoreHavePassedTheMoreAreHandedOutAtATime() {
        durable = new OffsetAndMetadata(MARK, map(Quarantine.SUSPICIOUS).encode(MARK));
        PartitionProgress progress = open();
        long next = MARK;
        for (int passed = 0; passed < Quarantine.ENOUGH; passed += progress.open(), doAll(progress)) {
            int most = 1 + passed / Quarantine.CAUTION;
            for (Decision decision = Decision.WAIT; decision == Decision.WAIT; decision = progress.decide(next)) {
                commit(progress);
            }
            while (progress.decide(next) == Decision.GO && progress.open() < most) {
                progress.received(next++, 1);
            }
            assertThat(progress.open()).isEqualTo(most);
            assertThat(progress.decide(next)).isEqualTo(Decision.WAIT);
            assertThat(map().incarnations()).isGreaterThanOrEqualTo(Quarantine.SUSPICIOUS);
        }

        commit(progress);
        assertThat(durable.metadata()).as("it is free").isEmpty();
        for (int open = 0; open < 5_000; open++) {
            assertThat(progress.decide(next)).isEqualTo(Decision.GO);
            progress.received(next++, 1);
        }
    }

    private static void doAll(PartitionProgress progress) {
        for (long offset = progress.mark(); progress.open() > 0; offset++) {
            progress.done(offset);
        }
    }

    /** An owner's life up to the bad record, what was done beside it included; answers what is decided about that one. */
    private Decision life(boolean leavesInGoodOrder) {
        PartitionProgress progress = open();
        for (long offset = durable.offset(); offset <= BAD + 1; offset++) {
            if (progress.doneBefore(offset)) {
                progress.received(offset, 1);
                continue;
            }
            Decision decision = progress.decide(offset);
            for (int turn = 0; decision == Decision.WAIT && turn < 5; turn++) {
                commit(progress);
                decision = progress.decide(offset);
            }
            if (offset == BAD && (decision != Decision.GO || leavesInGoodOrder || offset == durable.offset())) {
                if (leavesInGoodOrder) {
                    progress.left();
                    commit(progress);
                }
                return decision;
            }
            if (decision == Decision.WAIT) {
                return Decision.GO; // ended while it worked on the bad one, which is open
            }
            handedOut.add(offset);
            progress.received(offset, 1);
            if (offset != BAD) {
                progress.done(offset);
                commit(progress);
            }
        }
        return Decision.GO;
    }

    private PartitionProgress open() {
        return new PartitionProgress(1, durable.offset(), map());
    }

    private ProgressMap map() {
        return ProgressMap.decode(durable.metadata(), durable.offset()).orElseThrow();
    }

    private static ProgressMap map(int incarnations) {
        return new ProgressMap(new BitSet(), incarnations, OptionalLong.empty());
    }

    private void commit(PartitionProgress progress) {
        if (progress.changed()) {
            durable = progress.toCommit();
            progress.committed();
        }
    }
}
