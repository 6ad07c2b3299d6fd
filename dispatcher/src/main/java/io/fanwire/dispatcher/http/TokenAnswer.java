package io.fanwire.dispatcher.http;

import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretText;
import java.time.Instant;

/** What came of asking for an access token. */
sealed interface TokenAnswer {
    /** A token, to be used until shortly before it expires. */
    final class Token implements TokenAnswer, Secret {
        private final SecretText value;
        private final Instant madeAt;
        private final Instant useUntil;

        Token(SecretText value, Instant madeAt, Instant useUntil) {
            this.value = value;
            this.madeAt = madeAt;
            this.useUntil = useUntil;
        }

        SecretText value() {
            return value;
        }

        Instant madeAt() {
            return madeAt;
        }

        boolean usableAt(Instant now) {
            return now.isBefore(useUntil);
        }

        @Override
        public String toString() {
            return "access token";
        }
    }

    /** None, for a reason that holds no secret. */
    record Refused(String why) implements TokenAnswer {}
}
