package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.Once.Ask;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A request that is to be answered once. When its claim turns out void after the work was begun, the work is not begun again here: its
 * answer is kept by the next claim. Owned by the thread that reads the logs.
 */
final class AnswerAsk implements Asker {
    private final Ask ask;
    private final String owner;
    private final Supplier<CompletionStage<Answer>> work;
    private final Executor on;
    private final Means means;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private long deadline;
    private boolean started;
    private Optional<Claim> claim = Optional.empty();
    private Optional<Answer> answer = Optional.empty();

    /**
     * What it needs of its surroundings.
     *
     * @param within nanoseconds for finding out, and again for keeping the answer
     * @param back to the thread that owns this
     */
    record Means(StoredAnswers answers, Outcomes outcomes, Consumer<Work> pump, Executor back, long within) {}

    AnswerAsk(Ask ask, String owner, Supplier<CompletionStage<Answer>> work, Executor on, Means means) {
        this.ask = ask;
        this.owner = owner;
        this.work = work;
        this.on = on;
        this.means = means;
        this.deadline = System.nanoTime() + means.within();
    }

    CompletableFuture<Answer> result() {
        return result;
    }

    @Override
    public Slot slot() {
        return ask.slot();
    }

    @Override
    public long fingerprint() {
        return ask.fingerprint();
    }

    @Override
    public void won(Claim by) {
        claim = Optional.of(by);
        if (answer.isPresent()) {
            keep(answer.get(), by);
        } else if (!started) {
            started = true;
            begin();
        }
    }

    private void begin() {
        try {
            on.execute(() ->
                    worked().whenComplete((worked, failure) -> means.back().execute(() -> ended(worked, failure))));
        } catch (RejectedExecutionException full) {
            ended(null, full);
        }
    }

    private CompletionStage<Answer> worked() {
        try {
            return work.get();
        } catch (RuntimeException bug) {
            return CompletableFuture.failedStage(bug);
        }
    }

    private void ended(@Nullable Answer worked, @Nullable Throwable failure) {
        deadline = System.nanoTime() + means.within();
        if (worked != null && StoredAnswers.worthKeeping(worked)) {
            answer = Optional.of(worked);
            claim.ifPresent(by -> keep(worked, by));
            return;
        }
        claim.ifPresent(means.outcomes()::release);
        if (worked != null) {
            result.complete(worked);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        }
    }

    private void keep(Answer worked, Claim by) {
        Entry entry = new Entry(
                ask.slot(), ask.fingerprint(), new Entry.Stored(means.answers().seal(worked, owner)));
        means.pump().accept(new Keeping(by, entry, worked));
    }

    @Override
    public void voided() {
        // the next claim will tell
    }

    @Override
    public void behind() {
        // the entry will tell
    }

    @Override
    public void known(Entry entry) {
        if (entry.fingerprint() != ask.fingerprint()) {
            conflict();
            return;
        }
        entry.kept()
                .fold(
                        place -> result.complete(Answer.of(means.outcomes().conflict())),
                        stored -> result.complete(opened(stored)));
    }

    private Answer opened(Entry.Stored stored) {
        Answer kept = means.answers().open(stored.sealed(), owner);
        return started ? kept : means.outcomes().repeated(kept);
    }

    @Override
    public void conflict() {
        result.complete(Answer.of(means.outcomes().conflict()));
    }

    /** What was done is told, kept or not. */
    @Override
    public boolean done(long nanos) {
        if (nanos - deadline > 0 && (!started || answer.isPresent())) {
            result.complete(answer.orElseGet(() -> Answer.of(Outcomes.unknown())));
        }
        return result.isDone();
    }

    /** Nobody knows whether the claim is there. */
    void failed() {
        result.complete(Answer.of(Outcomes.unknown()));
    }

    /** The entry with the answer. */
    private final class Keeping implements Work {
        private final Claim by;
        private final Entry entry;
        private final Answer worked;

        Keeping(Claim by, Entry entry, Answer worked) {
            this.by = by;
            this.entry = entry;
            this.worked = worked;
        }

        @Override
        public Optional<UUID> owner() {
            return Optional.of(by.owner());
        }

        @Override
        public Optional<Event> event() {
            return Optional.empty();
        }

        @Override
        public Optional<Entry> entry(Optional<RecordMetadata> where) {
            return Optional.of(entry);
        }

        @Override
        public boolean wanted() {
            return !result.isDone();
        }

        @Override
        public void done(Optional<RecordMetadata> where, Optional<Entry> kept) {
            result.complete(worked);
        }

        @Override
        public void refused(Exception failure) {
            means.outcomes().release(by);
            result.complete(worked);
        }

        @Override
        public void unsure() {
            // the claim turns out void, or the entry is seen
        }
    }
}
