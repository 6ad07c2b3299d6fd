package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done about a process that was killed, and when nothing may be done. */
class TakeOverTest {
    @TempDir
    Path folder;

    private final List<String> done = new ArrayList<>();
    private boolean away;

    private TakeOver next() {
        return new TakeOver(SlotFile.lock(folder, "d0-0"), this::fence, this::remove);
    }

    private void fence() {
        if (away) {
            throw new TimeoutException("away");
        }
        done.add("fence");
    }

    private boolean remove(String member) {
        return done.add("remove " + member);
    }

    private void aProcessIsKilled() {
        TakeOver killed = next();
        killed.joined("member-1");
        killed.close();
    }

    @Test
    void aKilledProcessIsFencedBeforeItsMemberIsRemoved() {
        aProcessIsKilled();

        next().finish();

        assertThat(done).containsExactly("fence", "remove member-1");
    }

    @Test
    void itIsDoneOnce() {
        aProcessIsKilled();
        TakeOver next = next();
        next.finish();

        next.finish();

        assertThat(done).hasSize(2);
    }

    @Test
    void itIsTriedAgainWhenKafkaDidNotAnswer() {
        aProcessIsKilled();
        TakeOver next = next();
        away = true;
        next.finish();
        assertThat(done).isEmpty();

        away = false;
        next.finish();

        assertThat(done).containsExactly("fence", "remove member-1");
    }

    @Test
    void aFailedWorkerOfThisProcessIsClearedAwayToo() {
        TakeOver own = new TakeOver(Optional.empty(), this::fence, this::remove);
        own.joined("member-1");
        own.abandoned();

        own.finish();
        own.abandoned();
        own.finish();

        assertThat(done).containsExactly("fence", "remove member-1");
    }

    @Test
    void whoLeftInGoodOrderLeavesNothingBehind() {
        TakeOver stopped = next();
        stopped.joined("member-1");
        stopped.left();
        stopped.close();

        next().finish();

        assertThat(done).isEmpty();
    }

    @Test
    void aProcessThatMayStillLiveIsNotTouched() {
        TakeOver frozen = next();
        frozen.joined("member-1");

        next().finish();
        new TakeOver(Optional.empty(), this::fence, this::remove).finish();

        assertThat(done).isEmpty();
    }
}
