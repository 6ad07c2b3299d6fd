package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.once.ModelAsk.Kind;
import io.fanwire.gateway.once.ModelCluster.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Several gateways, slow logs, crashes between any two steps, gateways that freeze and come back, requests sent again everywhere: an event
 * is there at most once, and what clients are told is true. The seed of a failure is in its message; run that one alone to see it again.
 */
class OnceSimulationTest {
    private static final int SEEDS = 600;
    private static final int STEPS = 4000;
    private static final int SLOTS = 5;

    private final Map<Kind, Integer> told = new EnumMap<>(Kind.class);
    private int crashes;

    @Test
    void whateverHappensAnEventIsThereOnceAndAnswersAreTrue() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Run(seed, Duration.ofHours(24)).run();
        }

        assertThat(crashes).as("something did happen").isGreaterThan(SEEDS);
        assertThat(told.keySet()).containsExactlyInAnyOrder(Kind.values());
        assertThat(told.get(Kind.PUBLISHED)).isGreaterThan(10 * SEEDS);
    }

    @Test
    void anEventMayComeAgainWhenItsTimeIsOverAndNotBefore() {
        int again = 0;
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            Run run = new Run(seed, Duration.ofSeconds(25));
            run.run();
            again += run.again;
        }

        assertThat(again).isPositive();
    }

    private final class Run {
        private final long seed;
        private final Duration window;
        private final SplittableRandom random;
        private final ModelCluster cluster = new ModelCluster();
        private final List<ModelGateway> gateways = new ArrayList<>();
        private final List<ModelAsk> asks = new ArrayList<>();
        private int again;

        Run(long seed, Duration window) {
            this.seed = seed;
            this.window = window;
            this.random = new SplittableRandom(seed);
        }

        void run() {
            for (int i = 0; i < 3; i++) {
                start();
            }
            for (int step = 0; step < STEPS; step++) {
                cluster.clock += random.nextInt(30);
                disturb();
                if (random.nextInt(12) == 0) {
                    ask(random.nextInt(SLOTS), random.nextInt(12) == 0 ? 2 : 1);
                }
                one().step();
                if (step % 16 == 0) {
                    check();
                }
            }
            settle();
            check();
            count();
        }

        private void start() {
            gateways.add(new ModelGateway(cluster, random.split(), window));
        }

        private ModelGateway one() {
            ModelGateway one = gateways.get(random.nextInt(gateways.size()));
            return one.frozenUntil > cluster.clock ? gateways.get(random.nextInt(gateways.size())) : one;
        }

        private void disturb() {
            cluster.timeOut();
            if (random.nextInt(250) == 0) {
                gateways.remove(random.nextInt(gateways.size())).die();
                crashes++;
                start();
            }
            if (random.nextInt(250) == 0) {
                gateways.get(random.nextInt(gateways.size())).frozenUntil = cluster.clock + random.nextInt(15_000);
            }
        }

        private void ask(int slot, long fingerprint) {
            asks.add(one().ask(slot(slot), fingerprint));
        }

        /** Nothing is disturbed any more: whoever asks for a slot now gets an answer soon. */
        private void settle() {
            cluster.clock += 20_000;
            cluster.timeOut();
            for (int slot = 0; slot < SLOTS; slot++) {
                boolean answered = false;
                for (int tries = 0; tries < 8 && !answered; tries++) {
                    ModelAsk ask = gateways.get(tries % gateways.size()).ask(slot(slot), 1);
                    asks.add(ask);
                    for (int step = 0; step < 20_000 && ask.answer.isEmpty(); step++) {
                        cluster.clock += random.nextInt(3);
                        cluster.timeOut();
                        gateways.get(random.nextInt(gateways.size())).step();
                    }
                    answered = ask.answer
                            .filter(told -> told.kind() == Kind.PUBLISHED || told.kind() == Kind.CONFLICT)
                            .isPresent();
                }
                assertThat(answered)
                        .as("seed %d: slot %d is filled at last", seed, slot)
                        .isTrue();
            }
        }

        private void check() {
            for (int slot = 0; slot < SLOTS; slot++) {
                List<Integer> visible = cluster.visible(slot(slot));
                for (int i = 1; i < visible.size(); i++) {
                    long apart = cluster.events.get(visible.get(i)).timestamp()
                            - cluster.events.get(visible.get(i - 1)).timestamp();
                    assertThat(apart)
                            .as("seed %d: slot %d was filled again after so long", seed, slot)
                            .isGreaterThanOrEqualTo(window.toMillis() - 2000);
                }
            }
            Set<String> places = new HashSet<>();
            for (ModelAsk ask : asks) {
                ask.answer.filter(told -> told.kind() == Kind.PUBLISHED).ifPresent(told -> {
                    Row row = cluster.events.get(told.place());
                    assertThat(cluster.visible(ask.slot()))
                            .as("seed %d: the event is where the answer says", seed)
                            .contains(told.place());
                    assertThat(row.fingerprint()).as("seed %d", seed).isEqualTo(ask.fingerprint());
                    places.add(ask.slot() + " " + told.place());
                });
            }
            if (window.toHours() > 1) {
                assertThat(places)
                        .as("seed %d: all answers for a slot are equal", seed)
                        .hasSizeLessThanOrEqualTo(SLOTS);
            }
        }

        private void count() {
            asks.forEach(ask -> ask.answer.ifPresent(answer -> told.merge(answer.kind(), 1, Integer::sum)));
            for (int slot = 0; slot < SLOTS; slot++) {
                again += Math.max(0, cluster.visible(slot(slot)).size() - 1);
            }
        }

        private static Slot slot(int number) {
            return Slot.event("acme", "e" + number);
        }
    }
}
