package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which call answers which path: the protocol on one page. Built once, immutable. */
final class RegistryRoutes {
    private static final String WILD = "*";

    private final List<Route> routes = new ArrayList<>();

    RegistryRoutes(RegistryReads reads, RegistryWrites writes, RegistryLevels levels) {
        get("", call -> Answer.ok(RegistryCodec.object()));
        get("schemas/types", reads::types);
        get("schemas/ids/*", reads::schema);
        get("schemas/ids/*/schema", reads::rawSchema);
        get("schemas/ids/*/subjects", reads::subjectsOfSchema);
        get("schemas/ids/*/versions", reads::versionsOfSchema);
        get("subjects", reads::subjects);
        add("POST", "subjects/*", reads::lookup);
        write("DELETE", "subjects/*", writes::deleteSubject);
        get("subjects/*/versions", reads::versions);
        write("POST", "subjects/*/versions", writes::register);
        get("subjects/*/versions/*", reads::version);
        write("DELETE", "subjects/*/versions/*", writes::deleteVersion);
        get("subjects/*/versions/*/schema", reads::rawVersion);
        get("subjects/*/versions/*/referencedby", reads::referencedBy);
        add("POST", "compatibility/subjects/*/versions", reads::compatibility);
        add("POST", "compatibility/subjects/*/versions/*", reads::compatibility);
        for (String each : List.of("config", "config/*")) {
            get(each, levels::level);
            write("PUT", each, levels::setLevel);
            write("DELETE", each, levels::deleteLevel);
        }
        for (String each : List.of("mode", "mode/*")) {
            get(each, levels::mode);
            write("PUT", each, levels::setMode);
            write("DELETE", each, levels::deleteMode);
        }
    }

    /** One request, its path and query decoded. */
    record Call(String method, List<String> path, Map<String, String> query, JsonNode body, List<String> parameters) {
        static Call of(String method, List<String> path, Map<String, String> query, JsonNode body) {
            return new Call(method, path, query, body, List.of());
        }

        String parameter(int index) {
            return parameters.get(index);
        }

        String subject() {
            return parameter(0);
        }

        Optional<String> optionalSubject() {
            return parameters.stream().findFirst();
        }

        Optional<String> version() {
            return parameters.stream().skip(1).findFirst();
        }

        Optional<String> query(String name) {
            return Optional.ofNullable(query.get(name));
        }

        boolean flag(String name) {
            return query(name).filter("true"::equalsIgnoreCase).isPresent();
        }

        private Call with(List<String> found) {
            return new Call(method, path, query, body, found);
        }
    }

    /** A way to answer; what writes must decide on everything there is, what reads need not wait. */
    record Route(String method, List<String> pattern, boolean writes, Function<Call, Answer> handler) {
        private boolean matches(List<String> path) {
            if (path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!pattern.get(i).equals(WILD) && !pattern.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Answer answer(Call call) {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < pattern.size(); i++) {
                if (pattern.get(i).equals(WILD)) {
                    found.add(call.path().get(i));
                }
            }
            return handler.apply(call.with(List.copyOf(found)));
        }
    }

    /** The routes of a path, one a method; none: the path is unknown. */
    List<Route> of(List<String> path) {
        return routes.stream().filter(route -> route.matches(path)).toList();
    }

    static Optional<Integer> positive(String text) {
        return text.matches("[1-9]\\d{0,9}") && Long.parseLong(text) <= Integer.MAX_VALUE
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    private void get(String pattern, Function<Call, Answer> handler) {
        add("GET", pattern, handler);
    }

    private void add(String method, String pattern, Function<Call, Answer> handler) {
        routes.add(new Route(method, split(pattern), false, handler));
    }

    private void write(String method, String pattern, Function<Call, Answer> handler) {
        routes.add(new Route(method, split(pattern), true, handler));
    }

    private static List<String> split(String pattern) {
        return pattern.isEmpty() ? List.of() : List.of(pattern.split("/", -1));
    }
}
