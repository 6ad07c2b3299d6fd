package io.fanwire.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a request, or one item of a batch, was refused: RFC 9457 problem details.
 *
 * @param code what a program tells problems apart by; never changes
 * @param detail one sentence for people; never a credential, a payload or a stack trace
 * @param headers what the answer's header must say about it, such as {@code Retry-After}
 */
public record Problem(int status, String code, String detail, List<FieldError> errors, Map<String, String> headers) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Most of what is wrong with one object that an answer says: a body of a megabyte may be wrong in a hundred thousand ways. */
    public static final int MOST_ERRORS = 20;

    private static final String REALM = "Bearer realm=\"fanwire\"";

    public Problem {
        errors = List.copyOf(errors.subList(0, Math.min(MOST_ERRORS, errors.size())));
        headers = Map.copyOf(headers);
    }

    /**
     * What is wrong with one member of a body.
     *
     * @param pointer RFC 6901, from the root of the object that was refused
     */
    public record FieldError(String pointer, String code, String detail) {}

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of());
    }

    /** 422 for a body's members; the first error gives the code. */
    public static Problem fields(List<FieldError> errors) {
        FieldError first = errors.get(0);
        return new Problem(422, first.code(), first.detail(), errors, Map.of());
    }

    public static Problem field(String pointer, String code, String detail) {
        return fields(List.of(new FieldError(pointer, code, detail)));
    }

    /** Something behind the gateway does not answer; the same request may succeed soon. */
    public static Problem unavailable(String detail) {
        return of(503, "unavailable", detail).with("Retry-After", "2");
    }

    /** The gateway has as much to do as it takes. */
    public static Problem overloaded() {
        return of(429, "overloaded", "The gateway is working on as much as it takes; send this again shortly.")
                .with("Retry-After", "1");
    }

    /** The same answer for a topic that is not there and for one that is not the caller's. */
    public static Problem unknownTopic() {
        return of(404, "unknown_topic", "There is no such topic.");
    }

    /** The same answer for a tenant that nobody has heard of and for one that the caller does not act for. */
    public static Problem unknownTenant() {
        return of(404, "unknown_tenant", "There is no such tenant.");
    }

    public static Problem noCredential() {
        return of(401, "unauthorized", "Send a valid key: Authorization: Bearer fw_...")
                .with("WWW-Authenticate", REALM);
    }

    /** The same answer whatever is wrong with it. */
    public static Problem wrongCredential() {
        return of(401, "unauthorized", "Send a valid key: Authorization: Bearer fw_...")
                .with("WWW-Authenticate", REALM + ", error=\"invalid_token\"");
    }

    /** The caller is known and may not do this; {@code wanted} are the scopes it would need one of. */
    public static Problem scope(String detail, String wanted) {
        return of(403, "scope", detail)
                .with("WWW-Authenticate", REALM + ", error=\"insufficient_scope\", scope=\"" + wanted + "\"");
    }

    public static Problem notFound() {
        return of(404, "not_found", "There is nothing here.");
    }

    public static Problem internal() {
        return of(500, "internal", "The gateway failed; the request id finds the reason in its log.");
    }

    public Problem with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, detail, errors, more);
    }

    /** The members of the answer, without a request id. */
    public ObjectNode json() {
        ObjectNode json = JsonText.object()
                .put("type", "urn:fanwire:problem:" + code)
                .put("title", title())
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
        if (!errors.isEmpty()) {
            ArrayNode list = json.putArray("errors");
            errors.forEach(error -> list.addObject()
                    .put("pointer", error.pointer())
                    .put("code", error.code())
                    .put("detail", error.detail()));
        }
        return json;
    }

    private String title() {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
