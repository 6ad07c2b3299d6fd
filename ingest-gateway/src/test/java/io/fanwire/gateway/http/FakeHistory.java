package io.fanwire.gateway.http;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter;
import io.fanwire.gateway.control.EventHistory;
import io.fanwire.gateway.control.Marks;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.TypePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What was published, all of it in one partition, a millisecond apart. */
final class FakeHistory implements EventHistory {
    private final Collection<Event> published;

    FakeHistory(Collection<Event> published) {
        this.published = published;
    }

    @Override
    public CompletionStage<Checked<Page>> page(String topic, Query query, Optional<Marks> from, int limit) {
        long start = from.map(marks -> marks.of(0).orElse(0)).orElse(0L);
        List<Stored> found = all().filter(stored -> stored.event().topic().equals(topic))
                .filter(stored -> stored.event().tenant().equals(query.tenant()))
                .filter(stored -> stored.offset() >= start)
                .filter(stored ->
                        query.from().map(time -> !stored.at().isBefore(time)).orElse(true))
                .filter(stored -> query.to().map(stored.at()::isBefore).orElse(true))
                .filter(stored -> query.type()
                        .map(type -> TypePattern.matches(type, stored.event().type()))
                        .orElse(true))
                .limit(limit + 1L)
                .toList();
        return CompletableFuture.completedStage(Checked.ok(new Page(
                found.subList(0, Math.min(limit, found.size())),
                found.size() > limit
                        ? Optional.of(new Marks(Map.of(0, found.get(limit).offset())))
                        : Optional.empty())));
    }

    @Override
    public CompletionStage<Checked<Optional<Stored>>> at(String topic, int partition, long offset) {
        return CompletableFuture.completedStage(Checked.ok(all().filter(
                        stored -> stored.event().topic().equals(topic) && partition == 0 && stored.offset() == offset)
                .findFirst()));
    }

    @Override
    public CompletionStage<Checked<Optional<Stored>>> find(List<String> topics, Wanted wanted) {
        return CompletableFuture.completedStage(
                Checked.ok(all().filter(stored -> topics.contains(stored.event().topic()))
                        .filter(stored -> stored.event().id().equals(wanted.id()))
                        .filter(stored -> stored.event().tenant().equals(wanted.tenant()))
                        .findFirst()));
    }

    @Override
    public CompletionStage<Checked<Trial>> trial(
            String topic, Query query, Optional<Filter> filter, BooleanSupplier given) {
        return page(topic, query, Optional.empty(), Integer.MAX_VALUE - 1)
                .thenApply(found -> found.map(page -> {
                    List<Stored> matched = page.events().stream()
                            .filter(stored -> filter.map(condition -> condition
                                            .test(new EventView(stored.event()))
                                            .matches())
                                    .orElse(true))
                            .sorted(Comparator.comparing(Stored::at).reversed())
                            .toList();
                    return new Trial(
                            page.events().size(),
                            matched.size(),
                            0,
                            matched.stream().limit(5).toList(),
                            true);
                }));
    }

    private Stream<Stored> all() {
        List<Stored> all = new ArrayList<>();
        for (Event event : published) {
            all.add(new Stored(event, 0, all.size(), TestGateway.NOW.plusMillis(all.size())));
        }
        return all.stream();
    }
}
