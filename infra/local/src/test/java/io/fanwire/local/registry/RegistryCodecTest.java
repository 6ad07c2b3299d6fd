package io.fanwire.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of the registry's topic, keys above all: compaction compares them. */
class RegistryCodecTest {
    private static final SchemaVersion VERSION = new SchemaVersion(
            "orders-value", 2, 7, new SchemaContent("\"string\"", List.of(new SchemaReference("n", "a", 1))), true);

    @Test
    void keysAreWrittenAsConfluentWritesThem() {
        assertThat(key(new RegistryRecord.Schema(VERSION)))
                .isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"orders-value\",\"version\":2,\"magic\":1}");
        assertThat(key(new RegistryRecord.Level(Optional.empty(), Optional.of("FULL"))))
                .isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}");
        assertThat(key(new RegistryRecord.Mode(Optional.of("a"), Optional.of("READONLY"))))
                .isEqualTo("{\"keytype\":\"MODE\",\"subject\":\"a\",\"magic\":0}");
        assertThat(key(new RegistryRecord.SubjectDeleted("a", 3)))
                .isEqualTo("{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"a\",\"magic\":0}");
        assertThat(key(new RegistryRecord.Noop())).isEqualTo("{\"keytype\":\"NOOP\",\"magic\":0}");
    }

    static Stream<RegistryRecord> records() {
        return Stream.of(
                new RegistryRecord.Schema(VERSION),
                new RegistryRecord.SchemaGone("a", 1),
                new RegistryRecord.SubjectDeleted("a", 3),
                new RegistryRecord.Level(Optional.empty(), Optional.of("FULL")),
                new RegistryRecord.Level(Optional.of("a"), Optional.empty()),
                new RegistryRecord.Mode(Optional.of("a"), Optional.of("READONLY")),
                new RegistryRecord.Mode(Optional.empty(), Optional.empty()),
                new RegistryRecord.Noop());
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordIsReadAsItWasWritten(RegistryRecord record) {
        assertThat(RegistryCodec.decode(RegistryCodec.key(record), RegistryCodec.value(record)))
                .isEqualTo(record);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense|{}|not JSON",
                "{\"keytype\":\"OTHER\"}|{}|unknown keytype \"OTHER\"",
                "{\"keytype\":\"SCHEMA\",\"subject\":\"a\"}|{\"subject\":\"a\"}|\"version\" is not a positive integer",
                "{\"keytype\":\"SCHEMA\"}|{\"schemaType\":\"PROTOBUF\"}|AVRO alone",
                "{\"keytype\":\"CONFIG\",\"subject\":null}|{\"compatibilityLevel\":1}|is not a string"
            })
    void whatCannotBeReadSaysWhy(String key, String value, String why) {
        assertThatThrownBy(() -> RegistryCodec.decode(bytes(key), Optional.of(bytes(value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static String key(RegistryRecord record) {
        return new String(RegistryCodec.key(record), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
