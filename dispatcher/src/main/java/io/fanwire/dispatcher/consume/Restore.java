package io.fanwire.dispatcher.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what was committed of partitions that were just assigned, and opens them there.
 *
 * <p>The broker answers only when no undecided transaction has a say in it. A killed owner's takes its time-out to be decided, and
 * the worker has other partitions: so a question waits a moment only, is asked again later, and is split by partition number until
 * those that can be answered are. All topics of one number open together. Owned by the worker thread.
 */
final class Restore {
    private static final Logger log = LoggerFactory.getLogger(Restore.class);
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration MOST_PATIENCE = Duration.ofMillis(1600);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Assignment assignment;
    private final DispatchMetrics metrics;
    private final ArrayDeque<Set<TopicPartition>> questions = new ArrayDeque<>();
    private Duration patience = PATIENCE;
    private Instant next = Instant.MIN;

    Restore(Consumer<byte[], byte[]> consumer, Assignment assignment, DispatchMetrics metrics) {
        this.consumer = consumer;
        this.assignment = assignment;
        this.metrics = metrics;
    }

    void assigned(Collection<TopicPartition> partitions) {
        assignment.add(partitions);
        consumer.pause(partitions);
        if (!partitions.isEmpty()) {
            questions.addFirst(new HashSet<>(partitions));
            patience = PATIENCE;
            next = Instant.MIN;
        }
    }

    void forget(Collection<TopicPartition> partitions) {
        questions.forEach(question -> question.removeAll(Set.copyOf(partitions)));
        questions.removeIf(Set::isEmpty);
    }

    /** Whether questions are open. */
    boolean asking() {
        return !questions.isEmpty();
    }

    /** Asks, and answers the partitions that are open now. */
    Set<TopicPartition> turn(Instant now) {
        if (questions.isEmpty() || now.isBefore(next)) {
            return Set.of();
        }
        Set<TopicPartition> question = questions.removeFirst();
        try {
            open(answer(question));
            return question;
        } catch (AuthorizationException | AuthenticationException refused) {
            throw refused;
        } catch (KafkaException later) {
            log.atDebug().addKeyValue("error", later.toString()).log("committed offsets are not known yet");
            questions.addAll(halves(question));
            next = now.plus(patience).plus(pause());
            patience = patience.compareTo(MOST_PATIENCE) < 0 ? patience.multipliedBy(2) : PATIENCE;
            return Set.of();
        }
    }

    /**
     * Short at first, since the commit of an owner that has just left is decided in a moment; later twice as long as was waited, but
     * never so long that what is decided meanwhile stays unknown for much longer.
     */
    private Duration pause() {
        Duration pause = patience.equals(PATIENCE) ? PATIENCE : patience.multipliedBy(2);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** A partition never read before starts at its beginning: nothing of it may be passed over. */
    private Map<TopicPartition, OffsetAndMetadata> answer(Set<TopicPartition> question) {
        Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>(consumer.committed(question, patience));
        answer.values().removeIf(offset -> offset == null);
        Set<TopicPartition> fresh = new HashSet<>(question);
        fresh.removeAll(answer.keySet());
        if (!fresh.isEmpty()) {
            consumer.beginningOffsets(fresh, patience)
                    .forEach((partition, offset) -> answer.put(partition, new OffsetAndMetadata(offset)));
            log.atInfo().addKeyValue("partitions", fresh).log("reading from the beginning");
            metrics.fromBeginning().inc(fresh.size());
        }
        return answer;
    }

    private void open(Map<TopicPartition, OffsetAndMetadata> answer) {
        answer.forEach((partition, offset) -> {
            consumer.seek(partition, offset.offset());
            if (!assignment.restored(partition, offset)) {
                log.atWarn().addKeyValue("partition", partition).log("a progress map cannot be read and is ignored");
                metrics.mapsIgnored().inc();
            }
        });
    }

    private static List<Set<TopicPartition>> halves(Set<TopicPartition> question) {
        List<Integer> numbers = question.stream()
                .map(TopicPartition::partition)
                .distinct()
                .sorted()
                .toList();
        if (numbers.size() == 1) {
            return List.of(question);
        }
        int middle = numbers.get(numbers.size() / 2);
        Set<TopicPartition> low = new HashSet<>();
        Set<TopicPartition> high = new HashSet<>();
        question.forEach(partition -> (partition.partition() < middle ? low : high).add(partition));
        return new ArrayList<>(List.of(low, high));
    }
}
