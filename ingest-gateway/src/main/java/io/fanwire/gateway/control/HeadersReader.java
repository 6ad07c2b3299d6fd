package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.AccessDraft.HeaderDraft;
import io.fanwire.gateway.control.AccessDraft.Word;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.HeaderRules;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code headers}: {@code "X-Env":"prod"}, or {@code "X-Env":{"value":"prod","secret":true}}. A header whose name speaks of a
 * secret is one; {@code "***"} keeps the one that is there.
 */
final class HeadersReader {
    private static final String CODE = "invalid_header";
    private static final int MOST = HeaderRules.MOST;
    private static final int MOST_VALUE = HeaderRules.MOST_VALUE;
    private static final int MOST_ALL = HeaderRules.MOST_ALL;

    private HeadersReader() {}

    static Map<String, HeaderDraft> read(FieldReader fields) {
        Optional<JsonNode> given = fields.take("headers");
        Map<String, HeaderDraft> headers = new TreeMap<>();
        if (given.isEmpty()) {
            return headers;
        }
        if (!given.get().isObject() || given.get().size() > MOST) {
            fields.error("headers", CODE, "This must be an object of up to " + MOST + " headers.");
            return headers;
        }
        FieldReader inner = fields.inner("headers", CODE).orElseThrow();
        Set<String> names = new HashSet<>();
        int size = 0;
        for (Map.Entry<String, JsonNode> header : given.get().properties()) {
            String name = header.getKey();
            Optional<HeaderDraft> draft = named(inner, name) ? value(inner, name) : Optional.empty();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                inner.error(name, CODE, "This header is given twice.");
            }
            if (draft.isPresent()) {
                headers.put(name, draft.get());
                size += name.length() + draft.get().value().reveal().length();
            }
        }
        if (size > MOST_ALL) {
            fields.error("headers", "too_long", "All headers together have at most " + MOST_ALL + " characters.");
        }
        return headers;
    }

    private static boolean named(FieldReader headers, String name) {
        headers.take(name);
        if (!HeaderRules.valid(name)) {
            headers.error(name, CODE, "This is not the name of a header.");
            return false;
        }
        if (HeaderRules.reserved(name)) {
            headers.error(name, "reserved_header", "This header is set by the platform alone.");
            return false;
        }
        return true;
    }

    private static Optional<HeaderDraft> value(FieldReader headers, String name) {
        JsonNode node = headers.take(name).orElseThrow();
        if (node.isTextual()) {
            return value(headers, name, node.textValue(), Optional.empty());
        }
        if (!(node instanceof ObjectNode)) {
            headers.error(name, CODE, "This must be a string, or an object with value and secret.");
            return Optional.empty();
        }
        FieldReader inner = headers.inner(name, CODE).orElseThrow();
        Optional<String> text = inner.text("value", MOST_VALUE, CODE);
        Optional<Boolean> secret = inner.flag("secret", CODE);
        inner.nothingElse();
        if (text.isEmpty()) {
            inner.error("value", CODE, "A header has a value.");
        }
        if (secret.filter(said -> !said).isPresent() && HeaderRules.credential(name)) {
            inner.error("secret", CODE, "This header is always a secret.");
        }
        return text.flatMap(value -> value(headers, name, value, secret));
    }

    private static Optional<HeaderDraft> value(
            FieldReader headers, String name, String text, Optional<Boolean> secret) {
        if (!HeaderRules.fits(text)) {
            headers.error(
                    name,
                    CODE,
                    "A value is printable ASCII without spaces at its ends, of up to " + MOST_VALUE + " characters.");
            return Optional.empty();
        }
        Word word = Word.NOTHING;
        if (text.equals(SecretText.HIDDEN)) {
            word = Word.KEPT;
        } else if (secret.orElse(HeaderNames.secret(name))) {
            word = Word.SECRET;
        } else if (secret.isPresent()) {
            word = Word.PLAIN;
        }
        return Optional.of(new HeaderDraft(word, new SecretText(text)));
    }
}
