package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a token endpoint answered (RFC 6749, sections 5.1 and 5.2). */
final class TokenResponse {
    /** As RFC 6750 writes a token, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private TokenResponse() {}

    static TokenAnswer read(AttemptOutcome outcome, Payload body, Instant now) {
        if (outcome instanceof AttemptOutcome.Delivered) {
            return token(JsonMembers.of(body), now);
        }
        String error = Optional.ofNullable(JsonMembers.of(body).get("error"))
                .filter(word -> ERROR.matcher(word).matches())
                .map(word -> " " + word)
                .orElse("");
        String what = outcome.status()
                .map(status -> "answered " + status + error)
                .orElseGet(() -> outcome.reason().orElse("failed")
                        + outcome.message().map(text -> ": " + text).orElse(""));
        return new TokenAnswer.Refused("the token endpoint " + what);
    }

    private static TokenAnswer token(Map<String, String> members, Instant now) {
        String token = members.getOrDefault("access_token", "");
        if (!TOKEN.matcher(token).matches()) {
            return new TokenAnswer.Refused("the token endpoint answered without an access token");
        }
        if (!members.getOrDefault("token_type", "").equalsIgnoreCase("bearer")) {
            return new TokenAnswer.Refused("the token endpoint answered with a token that is no bearer token");
        }
        Duration life = life(members.get("expires_in"));
        Duration tenth = life.dividedBy(10);
        Duration margin = tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
        return new TokenAnswer.Token(new SecretText(token), now, now.plus(life).minus(margin));
    }

    private static Duration life(@org.jspecify.annotations.Nullable String seconds) {
        try {
            Duration life = seconds == null ? UNKNOWN_LIFE : Duration.ofSeconds(Long.parseLong(seconds));
            return life.isNegative() ? Duration.ZERO : life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
        } catch (NumberFormatException | ArithmeticException unreadable) {
            return UNKNOWN_LIFE;
        }
    }
}
