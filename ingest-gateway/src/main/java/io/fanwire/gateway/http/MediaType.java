package io.fanwire.gateway.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The media type of a {@code content-type} header (RFC 9110, 8.3.1).
 *
 * @param name type and subtype in lower case
 * @param charset in lower case, when it is given
 */
public record MediaType(String name, Optional<String> charset) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern SYNTAX = Pattern.compile("(" + TOKEN + "/" + TOKEN + ")\\s*(;[\\x20-\\x7e\\t]*)?");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?(" + TOKEN + ")\"?", Pattern.CASE_INSENSITIVE);
    private static final int MAX_LENGTH = 255;

    /** What most events are, and say so in no other way. */
    private static final String JSON = "application/json";

    private static final Optional<MediaType> PLAIN_JSON = Optional.of(new MediaType(JSON, Optional.empty()));

    /** Empty when there is none or it is not one. */
    public static Optional<MediaType> of(Optional<String> header) {
        if (header.isPresent() && header.get().equals(JSON)) {
            return PLAIN_JSON;
        }
        return header.map(String::strip)
                .filter(text -> text.length() <= MAX_LENGTH)
                .map(SYNTAX::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new MediaType(matcher.group(1).toLowerCase(Locale.ROOT), charset(matcher.group())));
    }

    public boolean is(String other) {
        return name.equals(other);
    }

    public boolean utf8() {
        return charset.map(given -> given.equals("utf-8")).orElse(true);
    }

    /** Whether a body of this type is JSON text. */
    public boolean json() {
        return name.endsWith("/json") || name.endsWith("+json");
    }

    public static Problem unsupported(String detail) {
        return Problem.of(415, "unsupported_media_type", detail);
    }

    private static Optional<String> charset(String header) {
        Matcher matcher = CHARSET.matcher(header);
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
