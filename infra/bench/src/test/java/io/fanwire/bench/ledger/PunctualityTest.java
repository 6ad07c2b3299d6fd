package io.fanwire.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Retries of a doctored run come 28 ms after the second that they wait, of which a tenth is jitter. */
final class PunctualityTest {
    private final Doctored run = new Doctored();

    private Punctuality punctuality() {
        return Punctuality.of(run.evidence(), List.of(Duration.ofSeconds(1)), Doctored.START);
    }

    private void move(String event, Duration by) {
        run.posts.replaceAll(post -> run.of(post, event, "plain") && post.attempt() == 2
                ? Spoil.at(post, post.received().plus(by))
                : post);
    }

    @Test
    void retriesOnTimeAreNeitherEarlyNorLate() {
        assertThat(punctuality().retries()).isGreaterThan(3);
        assertThat(punctuality().early()).isEqualTo(Duration.ofMillis(-28));
        assertThat(punctuality().late()).isEqualTo(Duration.ofMillis(-72));
    }

    @Test
    void theWorstOfThemCounts() {
        move("e3", Duration.ofMillis(-500));
        move("e6", Duration.ofSeconds(8));

        assertThat(punctuality().early()).isEqualTo(Duration.ofMillis(472));
        assertThat(punctuality().late()).isEqualTo(Duration.ofMillis(7928));
    }

    @Test
    void whereAClockJumpedLessThanASecondIsNotEarly() {
        move("e3", Duration.ofMillis(-300));
        assertThat(new NeverEarly().judge(run.evidence()).broken()).isTrue();

        run.faults.add(Fault.at(Fault.Kind.CLOCK, "d2", Doctored.START));

        assertThat(new NeverEarly().judge(run.evidence()).broken()).isFalse();
        run.deliveries.replaceAll(lying -> lying.at().topic().endsWith("1s")
                ? new Lying(
                        lying.at(),
                        lying.offset(),
                        lying.written(),
                        lying.delivery()
                                .with(lying.delivery()
                                        .progress()
                                        .deferredTo(lying.delivery()
                                                .progress()
                                                .due()
                                                .plusMillis(1100))))
                : lying);
        assertThat(new NeverEarly().judge(run.evidence()).broken()).isTrue();
    }
}
