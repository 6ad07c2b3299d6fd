package io.fanwire.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.schemas.Payload;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * One request whose body was read, as a route sees it.
 *
 * @param caller who makes it
 * @param tenant who it acts for
 * @param path values of the path's variables, percent signs decoded
 * @param headers names in lower case
 * @param body as it came, possibly gzip
 * @param bodyLimit most bytes the body may have, before and after inflating
 * @param room takes room for so many more bytes in memory, or says that there is none
 * @param answered whether the caller was answered meanwhile, because it took too long
 */
public record Call(
        Caller caller,
        String tenant,
        Map<String, String> path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Payload body,
        int bodyLimit,
        LongPredicate room,
        BooleanSupplier answered) {
    /** Headers or parameters, names in lower case. */
    static Map<String, List<String>> lists(MultiMap values) {
        Map<String, List<String>> lists = new HashMap<>();
        values.forEach(
                (name, value) -> lists.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>(1))
                        .add(value));
        return lists;
    }

    public String variable(String name) {
        return Optional.ofNullable(path.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the path has no variable " + name));
    }

    /** The tenant that it is about and no other; empty: it comes from the platform and names none. */
    public Optional<String> namedTenant() {
        return caller.tenant().or(() -> header("fanwire-tenant"));
    }

    /** The first value of a header. */
    public Optional<String> header(String lowerCaseName) {
        return first(headers, lowerCaseName);
    }

    public Optional<String> parameter(String name) {
        return first(query, name);
    }

    private static Optional<String> first(Map<String, List<String>> lists, String name) {
        List<String> values = lists.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The body without its content encoding; what that made larger counts as bytes taken in. */
    public Checked<byte[]> plainBody() {
        return ContentEncoding.decode(
                headers.getOrDefault("content-encoding", List.of()), body.bytes(), bodyLimit, room);
    }

    /** The body as a JSON object; {@code others}: media types that are as good as JSON's own. */
    public Checked<ObjectNode> jsonBody(String... others) {
        return MediaType.of(header("content-type"))
                .filter(type ->
                        (type.is("application/json") || Arrays.stream(others).anyMatch(type::is)) && type.utf8())
                .map(type -> plainBody().then(JsonText::objectOf))
                .orElseGet(() -> Checked.refused(MediaType.unsupported("Send application/json in UTF-8.")));
    }

    /** The tenant that a body names, if the caller may act for it. */
    public Checked<String> actingFor(String other) {
        return Authentication.TENANT.matcher(other).matches()
                ? caller.actFor(other)
                : Checked.refused(Problem.of(
                        422,
                        "invalid_tenant",
                        "A tenant is 1 to 128 characters of printable ASCII without space, and not *."));
    }
}
