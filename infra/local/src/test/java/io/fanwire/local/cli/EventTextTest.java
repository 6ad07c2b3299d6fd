package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Data as it is put into an event. */
final class EventTextTest {
    @Test
    void jsonGoesInToTheLetter() {
        assertThat(event("{ \"b\": 1.50 }".getBytes(UTF_8))).isEqualTo("{\"type\":\"t\",\"data\":{ \"b\": 1.50 }}");
    }

    @Test
    void textAndBytesTravelAsBase64WithTheirContentType() {
        assertThat(event("hello".getBytes(UTF_8)))
                .isEqualTo(
                        "{\"type\":\"t\",\"contentType\":\"text/plain; charset=utf-8\",\"dataBase64\":\"aGVsbG8=\"}");
        assertThat(event(new byte[] {(byte) 0xff}))
                .isEqualTo("{\"type\":\"t\",\"contentType\":\"application/octet-stream\",\"dataBase64\":\"/w==\"}");
    }

    @Test
    void twoJsonValuesAreNoJson() {
        assertThat(event("{} {}".getBytes(UTF_8))).contains("text/plain");
    }

    @Test
    void channelsAreAMember() {
        String event =
                new EventText("t", Optional.empty(), Optional.empty(), List.of("eu", "b2b"), new byte[] {'1'}).json();

        assertThat(event).isEqualTo("{\"type\":\"t\",\"channels\":[\"eu\",\"b2b\"],\"data\":1}");
    }

    private static String event(byte[] data) {
        return new EventText("t", Optional.empty(), Optional.empty(), List.of(), data).json();
    }
}
