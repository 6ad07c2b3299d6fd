package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Delivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What must hold in the model's broker after every commit: each delivery is pending in exactly one place, or ended exactly once.
 * That is I1, I2, I3 and I6 in one equation. A place is a record that the committed mark and map do not claim.
 */
final class ModelChecks {
    private final ModelWorld world;
    private final Set<String> durable = new HashSet<>();
    private final Map<String, Attempt.State> ended = new HashMap<>();
    private long attemptsRead;

    ModelChecks(ModelWorld world) {
        this.world = world;
    }

    /** Whether the outcome of an attempt, or the end of its delivery, is known to every reader. */
    boolean durable(String id, int number) {
        return ended.containsKey(id) || durable.contains(id + "#" + number);
    }

    void committed() {
        readAttempts();
        Map<String, Integer> places = new HashMap<>();
        for (String topic : world.topics.dispatched()) {
            for (int number = 0; number < ModelWorld.NUMBERS; number++) {
                count(new TopicPartition(topic, number), places);
            }
        }
        for (String id : world.ids()) {
            int pending = places.getOrDefault(id, 0);
            int terminal = ended.containsKey(id) ? 1 : 0;
            world.demand(
                    pending + terminal == 1,
                    () -> "I1, I2, I3, I6: " + id + " is pending in " + pending + " places and ended " + terminal
                            + " times");
        }
    }

    private void count(TopicPartition partition, Map<String, Integer> places) {
        long mark = world.broker.committed(partition).map(c -> c.offset()).orElse(0L);
        ProgressMap map = world.broker
                .committed(partition)
                .flatMap(c -> ProgressMap.decode(c.metadata(), c.offset()))
                .orElse(ProgressMap.EMPTY);
        world.broker
                .log(partition)
                .committed()
                .filter(entry -> entry.offset() >= mark && !map.done().get((int) (entry.offset() - mark)))
                .map(entry -> world.deliveries.read(entry.value().orElseThrow()))
                .forEach(delivery -> places.merge(delivery.id(), 1, Integer::sum));
    }

    /** Beyond an undecided record nothing is decided yet for readers, but it is for us. */
    private void readAttempts() {
        durable.clear();
        ended.clear();
        attemptsRead = 0;
        world.broker
                .log(new TopicPartition(world.topics.attempts(), 0))
                .committed()
                .map(entry -> world.attempts.read(entry.value().orElseThrow()))
                .forEach(this::read);
    }

    private void read(Attempt attempt) {
        attemptsRead++;
        String id = attempt.deliveryId();
        if (attempt.outcome().isPresent()) {
            boolean first = durable.add(id + "#" + attempt.number());
            world.demand(first, () -> "I6: " + id + "#" + attempt.number() + " is written down twice");
            world.demand(attempt.number() <= ModelWorld.ATTEMPTS, () -> "I5: " + id + "#" + attempt.number());
        }
        if (attempt.state().terminal()) {
            boolean first = ended.put(id, attempt.state()) == null;
            world.demand(first, () -> "I2: " + id + " ends twice");
        }
        if (attempt.state() == Attempt.State.DELIVERED) {
            world.demand(
                    world.sink.took(id, attempt.number()),
                    () -> "I4: " + id + "#" + attempt.number() + " was never taken");
        }
    }

    /** Whether nothing is pending. */
    boolean over() {
        return ended.size() == world.ids().size();
    }

    /** At the end: every dead letter lies where it should, once. */
    void over(ModelSeen seen) {
        Map<String, Integer> letters = new HashMap<>();
        for (int number = 0; number < ModelWorld.NUMBERS; number++) {
            world.broker
                    .log(new TopicPartition(world.topics.deadLetters(), number))
                    .committed()
                    .map(entry -> world.deliveries.read(entry.value().orElseThrow()))
                    .map(Delivery::id)
                    .forEach(id -> letters.merge(id, 1, Integer::sum));
        }
        ended.forEach((id, state) -> {
            int expected = state == Attempt.State.DEAD_LETTERED ? 1 : 0;
            world.demand(
                    letters.getOrDefault(id, 0) == expected,
                    () -> "I2: " + id + " is " + state + " and has " + letters.getOrDefault(id, 0) + " dead letters");
            seen.delivered += state == Attempt.State.DELIVERED ? 1 : 0;
            seen.deadLetters += expected;
            seen.cancelled += state == Attempt.State.CANCELLED ? 1 : 0;
        });
        seen.retries += attemptsRead - ended.size();
    }
}
