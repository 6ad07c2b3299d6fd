package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChallengeTest {
    private final Challenge challenge = Challenge.random();

    private boolean repeated(String body) {
        KeptAnswer answer = new KeptAnswer(Challenge.MAX_ANSWER);
        answer.add(Unpooled.wrappedBuffer(body.replace("$", challenge.text()).getBytes(UTF_8)));
        return challenge.repeatedIn(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", " $\r\n", "challenge=$", "{\"challenge\":\"$\"}", "{\"ok\":true,\"challenge\":\"$\"}"})
    void theTextAloneOrAMemberIsAnAnswer(String body) {
        assertThat(repeated(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "$x",
                "x$",
                "{\"challenge\":\"\"}",
                "{\"text\":\"$\"}",
                "{\"challenge\":[\"$\"]}",
                "challenge=",
                "challenge=$&a=b",
                "{\"type\":\"url_verification\",\"challenge\":\"$\""
            })
    void nothingElseIs(String body) {
        assertThat(repeated(body)).isFalse();
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(Challenge.random().text())
                .hasSize(43)
                .matches("[A-Za-z0-9_-]+")
                .isNotEqualTo(challenge.text());
    }
}
