package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSyntaxTest {
    @Test
    void oneValueOfAnyKindIsJson() {
        for (String json : List.of(
                "{}",
                "[]",
                " {\"a\":[1,{\"b\":null}],\"ü\":\"\\ud83d\"}\n",
                "\"text\"",
                "0",
                "-1.5e+300",
                "true",
                "null",
                "{\"a\":1,\"a\":2}",
                "1".repeat(5_000),
                "[".repeat(50_000) + "]".repeat(50_000))) {
            assertThat(JsonSyntax.isValue(json.getBytes(UTF_8))).as(json).isTrue();
        }
    }

    @Test
    void everythingElseIsNot() {
        for (String text : List.of(
                "",
                "  ",
                "{",
                "{\"a\":1",
                "[1,]",
                "{\"a\":1}{\"b\":2}",
                "1 2",
                "1}",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "01",
                "\"\u0001\"",
                "\"\\x\"",
                "\"open",
                "// no\n1",
                "\uFEFF{}",
                "tru",
                "1x")) {
            assertThat(JsonSyntax.isValue(text.getBytes(UTF_8))).as(text).isFalse();
        }
    }

    @Test
    void onlyValidUtf8Counts() {
        assertThat(JsonSyntax.isValue("{\"a\":1}".getBytes(UTF_16))).isFalse();
        assertThat(JsonSyntax.isValue("{\"a\":1}".getBytes(UTF_16LE))).isFalse();
        assertThat(JsonSyntax.isValue(new byte[] {'"', (byte) 0xC3, '"'})).isFalse();
        assertThat(JsonSyntax.isValue(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(JsonSyntax.isValue(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .isFalse();
    }
}
