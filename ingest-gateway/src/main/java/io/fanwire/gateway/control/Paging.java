package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists in pages: {@code limit} and {@code cursor} in, {@code data} and {@code next} out. */
final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 250;

    private final Cursors cursors;

    Paging(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Which part of a list is asked for. */
    record Page(Optional<String> after, int limit) {}

    Checked<Page> read(Call call) {
        Optional<String> cursor = call.parameter("cursor");
        Optional<String> after = cursor.flatMap(text -> cursors.read(call.tenant(), text));
        return cursor.isPresent() && after.isEmpty()
                ? Checked.refused(Problem.field("/cursor", "invalid_cursor", "This is not a cursor of this list."))
                : limit(call).map(limit -> new Page(after, limit));
    }

    /** An answer of up to {@code limit} items; where there are more the list goes on after the last one shown. */
    <T> Answer answer(Call call, List<T> found, int limit, Function<T, ObjectNode> json, Function<T, String> id) {
        List<T> shown = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next =
                found.size() > limit ? Optional.of(id.apply(shown.get(shown.size() - 1))) : Optional.empty();
        return answer(call, shown.stream().map(json).toList(), next);
    }

    Answer answer(Call call, List<ObjectNode> items, Optional<String> next) {
        ObjectNode body = JsonText.object();
        ArrayNode data = body.putArray("data");
        items.forEach(data::add);
        next.ifPresentOrElse(id -> body.put("next", cursors.after(call.tenant(), id)), () -> body.putNull("next"));
        return Answer.json(200, body);
    }

    private static Checked<Integer> limit(Call call) {
        String text = call.parameter("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        return limit >= 1 && limit <= MOST_LIMIT
                ? Checked.ok(limit)
                : Checked.refused(
                        Problem.field("/limit", "invalid_limit", "This is a number from 1 to " + MOST_LIMIT + "."));
    }
}
