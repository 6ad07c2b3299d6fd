package io.fanwire.dispatcher.redrive;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Subscription.RateLimit;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RedriveRunnerTest {
    private static final SubscriptionKey OTHER = key("other");

    private final RedriveWorld world = new RedriveWorld(7);

    private static Selector of(SubscriptionKey subscription) {
        return new Selector(
                Optional.of(subscription.id()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Selector because(String reason) {
        return new Selector(
                Optional.empty(), Optional.of(reason), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private List<String> copied() {
        return world.copies.stream().map(Delivery::id).toList();
    }

    private Job job(JobRequest request) {
        return world.table.find(request.id()).orElseThrow();
    }

    @Test
    void whatIsMeantIsPutBackAsItsNextGeneration() {
        world.kill(0, 1);
        world.letter(0, "mine", KEY, "exhausted", 0);
        world.letter(0, "others", OTHER, "exhausted", 2);
        world.garbage(0);
        world.letter(1, "mine too", KEY, "expired", 0);
        world.letter(0, "strangers", new SubscriptionKey("stranger", KEY.id()), "exhausted", 0);

        JobRequest request = world.ask(of(KEY), Optional.empty(), 0, 1);
        world.finish();

        assertThat(copied()).containsExactlyInAnyOrder("mine", "mine too");
        Delivery.Progress progress = world.copies.get(0).progress();
        assertThat(progress.generation()).isEqualTo(1);
        assertThat(progress.attempts()).isZero();
        assertThat(progress.due()).isEqualTo(Instant.EPOCH);
        assertThat(progress.firstSeen()).as("its age begins anew").isAfter(NOW);
        assertThat(job(request).status()).isEqualTo(Job.Status.SUCCEEDED);
        assertThat(job(request).matched()).isEqualTo(2);
        assertThat(job(request).done()).isEqualTo(2);
    }

    @Test
    void whatComesAfterTheJobBeganIsLeftAlone() {
        world.kill(0);
        world.letter(0, "1", KEY, "exhausted", 0);
        world.ask(of(KEY), Optional.empty(), 0);
        world.turn();
        world.letter(0, "late", KEY, "exhausted", 0);

        world.finish();

        assertThat(copied()).containsExactly("1");
    }

    @Test
    void aSecondJobFindsNothingLeft() {
        world.kill(0);
        for (int i = 0; i < 30; i++) {
            world.letter(0, "d" + i, KEY, "exhausted", 0);
        }
        JobRequest first = world.ask(of(KEY), Optional.empty(), 0);
        JobRequest second = world.ask(because("exhausted"), Optional.empty(), 0);

        world.finish();

        assertThat(copied()).hasSize(30).doesNotHaveDuplicates();
        assertThat(job(first).done()).isEqualTo(30);
        assertThat(job(second).done()).isZero();
        assertThat(job(second).status()).isEqualTo(Job.Status.SUCCEEDED);
    }

    @Test
    void noMoreThanTheRateLimitAllows() {
        world.kill(0);
        for (int i = 0; i < 60; i++) {
            world.letter(0, "d" + i, KEY, "exhausted", 0);
        }
        world.ask(of(KEY), Optional.of(new RateLimit(10, Duration.ofSeconds(1))), 0);
        for (int i = 0; i < 20; i++) {
            world.turn();
        }

        assertThat(copied()).hasSizeBetween(5, 13);
        world.finish();
        assertThat(copied()).hasSize(60).doesNotHaveDuplicates();
        assertThat(world.now).isAfterOrEqualTo(NOW.plusMillis(5_800));
    }

    @Test
    void aCancelledJobStopsAndAnotherTakesTheRest() {
        world.kill(0);
        for (int i = 0; i < 60; i++) {
            world.letter(0, "d" + i, KEY, "exhausted", 0);
        }
        JobRequest slow = world.ask(of(KEY), Optional.of(new RateLimit(10, Duration.ofSeconds(1))), 0);
        for (int i = 0; i < 30; i++) {
            world.turn();
        }
        world.put(slow.cancel());
        world.turn();
        int before = world.copies.size();
        world.turn();

        assertThat(world.copies).hasSize(before);
        assertThat(job(slow).status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(job(slow).done()).isEqualTo(before);
        world.ask(of(KEY), Optional.empty(), 0);
        world.finish();
        assertThat(copied()).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void whatNobodyCanReceiveAnyMoreIsCountedAndLeft() {
        world.kill(0);
        world.lookups.put(OTHER, new Lookup.Deleted());
        world.letter(0, "1", OTHER, "exhausted", 0);
        world.letter(0, "2", KEY, "exhausted", 0);

        JobRequest request = world.ask(because("exhausted"), Optional.empty(), 0);
        world.finish();

        assertThat(copied()).containsExactly("2");
        assertThat(job(request).skipped()).isEqualTo(1);
        assertThat(job(request).matched()).isEqualTo(1);
    }

    @Test
    void aDeliveryAheadOfTheSubscriptionsWaits() {
        world.kill(0);
        world.lookups.put(KEY, new Lookup.NotYet());
        world.letter(0, "1", KEY, "exhausted", 0);
        world.ask(of(KEY), Optional.empty(), 0);
        for (int i = 0; i < 20; i++) {
            world.turn();
        }
        assertThat(world.copies).isEmpty();

        world.lookups.remove(KEY);
        world.finish();

        assertThat(copied()).containsExactly("1");
    }

    @Test
    void eachLetterIsPutBackOnceWhateverJobsAskAndWhoeverIsKilled() {
        RandomGenerator seeds = Seeds.random();
        for (int n = 0; n < 100; n++) {
            long seed = seeds.nextLong();
            play(seed);
        }
    }

    private void play(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        RedriveWorld played = new RedriveWorld(1 + random.nextInt(9));
        played.kill(0, 1);
        TreeSet<String> meant = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            boolean mine = random.nextBoolean();
            played.letter(random.nextInt(2), "d" + i, mine ? KEY : OTHER, "exhausted", random.nextInt(3));
            if (mine) {
                meant.add("d" + i);
            }
        }
        for (int step = 0; step < 80; step++) {
            switch (random.nextInt(12)) {
                case 0 -> played.kill(0, 1);
                case 1, 2, 3 -> played.turnWithoutCommit();
                case 4 -> {
                    Optional<RateLimit> rate = random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(new RateLimit(20, Duration.ofSeconds(1)));
                    played.ask(random.nextBoolean() ? of(KEY) : of(OTHER), rate, 0, 1);
                }
                case 5 -> {
                    if (random.nextBoolean()) {
                        played.table.all().stream()
                                .map(Job::request)
                                .findFirst()
                                .ifPresent(request -> played.put(request.cancel()));
                    }
                }
                default -> played.turn();
            }
        }
        played.ask(of(KEY), Optional.empty(), 0, 1);
        played.finish();

        List<String> mine = played.copies.stream()
                .filter(copy -> copy.subscription().equals(KEY))
                .map(Delivery::id)
                .toList();
        assertThat(mine).as("seed %d", seed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(meant);
        assertThat(played.copies.stream().map(Delivery::id)).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(played.table.all().stream().mapToLong(Job::done).sum())
                .as("seed %d: what the jobs say", seed)
                .isEqualTo(played.copies.size());
    }
}
