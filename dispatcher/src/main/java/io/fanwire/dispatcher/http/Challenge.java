package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** A random text that only who reads what is sent to a callback can repeat. */
public final class Challenge {
    /** More than that is no answer to it. */
    public static final int MAX_ANSWER = Connection.MAX_BODY;

    private static final String NAME = "challenge";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private Challenge(String text) {
        this.text = text;
    }

    public static Challenge random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Challenge(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Letters, digits, minus and underscore: the same in a form and in JSON. */
    public String text() {
        return text;
    }

    /** Whether the answer is the text, or a member {@code challenge} of JSON or of a form with it. */
    public boolean repeatedIn(KeptAnswer answer) {
        String body = answer.text().strip();
        Optional<String> member =
                Optional.ofNullable(JsonMembers.of(answer.bytes()).get(NAME));
        Optional<String> field = Optional.of(body)
                .filter(form -> form.startsWith(NAME + "="))
                .map(form -> form.substring(NAME.length() + 1));
        return same(body) || same(member.orElse("")) || same(field.orElse(""));
    }

    private boolean same(String other) {
        return MessageDigest.isEqual(text.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
