package io.fanwire.gateway.http;

import io.fanwire.gateway.once.Once;
import io.fanwire.gateway.once.Slot;
import io.fanwire.gateway.publish.EventLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One gateway's memory instead of a log that all share; one request at a time. */
final class FakeOnce implements Once {
    final AtomicInteger asked = new AtomicInteger();
    private final Map<Slot, Filled<Placed>> events = new ConcurrentHashMap<>();
    private final Map<Slot, Filled<Answer>> answers = new ConcurrentHashMap<>();
    private final EventLog log;

    private record Filled<T>(long fingerprint, T with) {}

    FakeOnce(EventLog log) {
        this.log = log;
    }

    /** From here on nothing was ever done. */
    void forget() {
        events.clear();
        answers.clear();
    }

    @Override
    public List<CompletionStage<Checked<Placed>>> publish(List<Wish> wishes) {
        asked.addAndGet(wishes.size());
        return wishes.stream().map(this::publish).toList();
    }

    private CompletionStage<Checked<Placed>> publish(Wish wish) {
        Filled<Placed> there = wish.ask().map(ask -> events.get(ask.slot())).orElse(null);
        if (there != null) {
            return CompletableFuture.completedStage(
                    there.fingerprint() == wish.ask().orElseThrow().fingerprint()
                            ? Checked.ok(there.with())
                            : Checked.refused(conflict()));
        }
        return log.append(wish.event())
                .thenApply(result -> result.map(at -> {
                    Placed placed = new Placed(wish.event().id(), wish.event().topic(), at.partition(), at.offset());
                    wish.ask().ifPresent(ask -> events.put(ask.slot(), new Filled<>(ask.fingerprint(), placed)));
                    return placed;
                }));
    }

    @Override
    public CompletionStage<Answer> answer(Ask ask, String owner, Supplier<CompletionStage<Answer>> work, Executor on) {
        asked.incrementAndGet();
        Filled<Answer> there = answers.get(ask.slot());
        if (there != null) {
            return CompletableFuture.completedStage(
                    there.fingerprint() == ask.fingerprint() ? there.with() : Answer.of(conflict()));
        }
        return CompletableFuture.supplyAsync(work, on)
                .thenCompose(answer -> answer)
                .thenApply(answer -> {
                    if (answer.status() / 100 == 2) {
                        answers.put(ask.slot(), new Filled<>(ask.fingerprint(), answer));
                    }
                    return answer;
                });
    }

    private static Problem conflict() {
        return Problem.of(409, "idempotency_conflict", "Another request.");
    }
}
