package io.fanwire.bench.ledger;

import io.fanwire.schemas.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that is known of one event for one subscription, each list in the order of time. Owned by the thread that judges. */
final class Trace {
    /** An event id and a subscription id. */
    record Name(String event, String subscription) {
        @Override
        public String toString() {
            return event + " for " + subscription;
        }
    }

    private final Name name;
    private final List<Lying> records = new ArrayList<>();
    private final List<Lying> deadLetters = new ArrayList<>();
    private final List<SeenAttempt> attempts = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();

    Trace(Name name) {
        this.name = name;
    }

    void record(Lying record) {
        records.add(record);
    }

    void deadLetter(Lying record) {
        deadLetters.add(record);
    }

    void attempt(SeenAttempt attempt) {
        attempts.add(attempt);
    }

    void post(Post post) {
        posts.add(post);
    }

    void sort() {
        records.sort(Comparator.comparing(Lying::written));
        attempts.sort(Comparator.comparing(SeenAttempt::seen));
        posts.sort(Comparator.comparing(Post::received));
    }

    Name name() {
        return name;
    }

    List<Lying> records() {
        return records;
    }

    List<Lying> deadLetters() {
        return deadLetters;
    }

    List<SeenAttempt> attempts() {
        return attempts;
    }

    List<Post> posts() {
        return posts;
    }

    List<Attempt> terminals() {
        return attempts.stream()
                .map(SeenAttempt::attempt)
                .filter(attempt -> attempt.state().terminal())
                .toList();
    }

    /** Whether its last generation has a terminal state. */
    boolean ended() {
        int last = generations();
        return attempts.stream()
                .map(SeenAttempt::attempt)
                .anyMatch(attempt ->
                        attempt.generation() == last && attempt.state().terminal());
    }

    /** The number of its last generation. */
    int generations() {
        int ofRecords = records.stream()
                .mapToInt(record -> record.delivery().progress().generation())
                .max()
                .orElse(0);
        return attempts.stream().mapToInt(seen -> seen.attempt().generation()).reduce(ofRecords, Math::max);
    }

    /** The first time a record of this attempt was seen; the numbers of a later generation begin anew. */
    Optional<Instant> outcomeSeen(int generation, int number) {
        return attempts.stream()
                .filter(seen -> seen.attempt().generation() == generation
                        && seen.attempt().number() == number
                        && seen.attempt().outcome().isPresent())
                .map(SeenAttempt::seen)
                .findFirst();
    }

    /** The generation that a request at this time belongs to: of the last record written before it. */
    int generationAt(Instant time) {
        int generation = 0;
        for (Lying record : records) {
            if (!record.written().isAfter(time)) {
                generation = Math.max(generation, record.delivery().progress().generation());
            }
        }
        return generation;
    }

    /** The record that a request was made from: the last with that many attempts made that was written before it. */
    Optional<Lying> recordBehind(Post post) {
        int generation = generationAt(post.received());
        return records.stream()
                .filter(record -> record.delivery().progress().attempts() == post.attempt() - 1
                        && record.delivery().progress().generation() == generation
                        && !record.written().isAfter(post.received()))
                .reduce((first, second) -> second);
    }
}
